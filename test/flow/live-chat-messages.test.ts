import { beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { LivePage } from '../support/live-page.ts';
import { tellLiveStories } from '../support/scene/live-stories.ts';
import { urlOf, type Browser } from '../support/scene/members.ts';
import type { ApiTicket } from '../support/scene/scene.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

onEachDatabase((database) => {
  describe('what goes over the socket of live chat', () => {
    const stories = tellLiveStories(database);
    let maria: Browser;
    let ticket: ApiTicket;

    beforeAll(async () => {
      maria = await stories.customer('Maria');
      ticket = await stories.ticket('The till prints twice');
    });

    const errorFor = async (page: LivePage, frame: Readonly<Record<string, unknown>>) => {
      const before = page.of('error').length;
      page.send(frame);
      return page.until('error', (error) => page.of('error').indexOf(error) >= before);
    };

    test('a page is greeted, shown what was said, and heard, with every field', async () => {
      const page = await stories.page(maria, ticket.id);
      expect(page.news[0]).toEqual({
        type: 'connection_established',
        clientId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        userId: maria.member.userId,
        userType: 'merchant',
      });
      const first = {
        id: expect.any(Number),
        number: 1,
        version: 1,
        senderId: 'api',
        senderType: 'merchant',
        senderName: 'Acme',
        content: 'The till prints twice, please help',
        timestamp: expect.stringMatching(ISO),
        ticketId: ticket.id,
      };
      expect(page.news[1]).toEqual({ type: 'recent_messages', ticketId: ticket.id, messages: [first] });

      page.say('  It began on Monday 🎫\n', 'client-0001');
      const { message } = await page.until('chat_message');
      expect(message).toEqual({
        ...first,
        number: 2,
        version: 2,
        senderId: maria.member.userId,
        senderName: 'Maria',
        content: 'It began on Monday 🎫',
        clientId: 'client-0001',
      });
      expect(page.of('error')).toEqual([]);
    });

    test('an agent is who they are in Slack', async () => {
      const { agent, browser } = await stories.colleague('Bo');
      const other = await stories.ticket('The scanner is mute');
      const [theirs, hers] = [
        await stories.page(browser, other.id, { replica: 0 }),
        await stories.page(maria, other.id),
      ];
      expect(theirs.news[0]).toMatchObject({ userId: `agent-${agent.agentId}`, userType: 'agent' });
      theirs.say('Is it plugged in?');
      const { message } = await hers.until('chat_message');
      expect(message).toMatchObject({ senderId: `agent-${agent.agentId}`, senderType: 'agent', senderName: 'Bo' });
      expect(message.clientId).toMatch(/^[\w-]{8,64}$/);
    });

    test('a page goes from one ticket to another, and to none', async () => {
      const other = await stories.ticket('A second matter');
      const page = await stories.page(maria, ticket.id);
      page.send({ type: 'join_ticket', ticketId: other.id });
      const { messages } = await page.until('recent_messages', ({ ticketId }) => ticketId === other.id);
      expect(messages.map(({ content }) => content)).toEqual(['A second matter, please help']);
      page.say('About the second');
      await page.until('chat_message', ({ message }) => message.ticketId === other.id);

      page.send({ type: 'leave_ticket' });
      page.send({ type: 'leave_ticket' });
      expect(await errorFor(page, { type: 'chat_message', content: 'To whom?', clientId: 'client-0002' })).toEqual({
        type: 'error',
        message: expect.stringContaining('Join a ticket first'),
        clientId: 'client-0002',
      });
      expect(await errorFor(page, { type: 'typing_indicator', isTyping: true })).toMatchObject({
        message: expect.stringContaining('Join a ticket first'),
      });
      page.send({ type: 'join_ticket', ticketId: ticket.id, after: 1 });
      page.say('About the first again');
      await page.until('chat_message', ({ message }) => message.content === 'About the first again');
      const said = (await stories.scene.ticket(other.id)).messages.map(({ text }) => text);
      expect(said).toEqual(['A second matter, please help', 'About the second']);
    });

    test('what is sent in one breath with the opening is done, in order', async () => {
      const other = await stories.ticket('In a hurry');
      const query = { token: await maria.pass(), ticketId: other.id };
      const page = await LivePage.open(urlOf(stories.scene), query);
      for (const words of ['one', 'two', 'three']) page.say(words);
      await page.until('chat_message', ({ message }) => message.content === 'three');
      expect(page.words()).toEqual(['In a hurry, please help', 'one', 'two', 'three']);
      expect(page.of('error')).toEqual([]);
      await page.close();
    });

    test('what is no message of the protocol is told so, and the page goes on', async () => {
      const page = await stories.page(maria, ticket.id);
      const wrong: readonly (readonly [string | Buffer | Record<string, unknown>, RegExp])[] = [
        ['hello', /./],
        ['', /./],
        ['null', /./],
        ['[]', /./],
        [Buffer.from('{"type":"leave_ticket"}'), /./],
        [{ type: 'shout', content: 'x' }, /./],
        [{ content: 'x' }, /./],
        [{ type: 'chat_message' }, /./],
        [{ type: 'chat_message', content: 7 }, /./],
        [{ type: 'chat_message', content: '' }, /./],
        [{ type: 'chat_message', content: ' \n ' }, /./],
        [{ type: 'chat_message', content: 'x'.repeat(16_001) }, /16000/],
        [{ type: 'chat_message', content: 'x', clientId: 'short' }, /./],
        [{ type: 'chat_message', content: 'x', ticketId: 1 }, /ticketId/],
        [{ type: 'chat_message', content: 'x', attachments: [{ name: 'a.png' }] }, /Files cannot be sent here yet/],
        [{ type: 'join_ticket' }, /./],
        [{ type: 'join_ticket', ticketId: '1' }, /./],
        [{ type: 'join_ticket', ticketId: -1 }, /./],
        [{ type: 'join_ticket', ticketId: 1.5 }, /./],
        [{ type: 'join_ticket', ticketId: ticket.id, after: -1 }, /./],
        [{ type: 'typing_indicator', isTyping: 'yes' }, /./],
      ];
      for (const [frame] of wrong) {
        const plain = typeof frame === 'string' || Buffer.isBuffer(frame);
        page.socket.send(plain ? frame : JSON.stringify(frame));
      }
      await page.until('error', () => page.of('error').length === wrong.length);
      for (const [index, [, words]] of wrong.entries()) expect(page.of('error')[index]!.message).toMatch(words);

      expect(await errorFor(page, { type: 'chat_message', content: '', clientId: 'client-0003' })).toMatchObject({
        clientId: 'client-0003',
      });
      page.send({ type: 'chat_message', content: 'x'.repeat(16_000), attachments: [] });
      await page.until('chat_message', ({ message }) => message.content.length === 16_000);
    });

    test('a frame that is too long ends it with 1009, and nothing of it is said', async () => {
      const page = await stories.page(maria, ticket.id);
      const before = (await stories.scene.ticket(ticket.id)).messages.length;
      page.say('x'.repeat(64 * 1024));
      expect(await page.ended).toMatchObject({ code: 1009 });
      expect((await stories.scene.ticket(ticket.id)).messages).toHaveLength(before);
    });
  });
});
