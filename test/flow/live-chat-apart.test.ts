import { beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { LivePage } from '../support/live-page.ts';
import { tellLiveStories } from '../support/scene/live-stories.ts';
import { addMember, signIn, urlOf, type Browser } from '../support/scene/members.ts';
import type { ApiTicket } from '../support/scene/scene.ts';

interface OwnTicket {
  readonly id: number;
  readonly number: string;
  readonly subject: string;
  readonly merchantName: string;
}

onEachDatabase((database) => {
  describe('nothing crosses merchants in live chat', () => {
    const stories = tellLiveStories(database);
    let maria: Browser;
    let homer: Browser;
    const acmes: ApiTicket[] = [];
    const globexes: ApiTicket[] = [];

    beforeAll(async () => {
      maria = await stories.customer('Maria');
      homer = await stories.customer('Homer', stories.globex);
      for (const subject of ['Acme one', 'Acme two']) acmes.push(await stories.ticket(subject));
      globexes.push(await stories.ticket('Globex one', stories.globex));
    });

    const get = async (browser: Browser | null, path: string) => {
      const headers: Record<string, string> = browser ? { cookie: browser.cookie } : {};
      const response = await fetch(`${urlOf(stories.scene)}${path}`, { headers });
      return { status: response.status, cache: response.headers.get('cache-control'), text: await response.text() };
    };
    const listed = async (browser: Browser) =>
      (JSON.parse((await get(browser, '/session/tickets')).text) as { tickets: OwnTicket[] }).tickets;
    const ids = (tickets: readonly { readonly id: number }[]) => tickets.map(({ id }) => id).sort();

    test('by all numbers there are, a token opens the rooms of its own merchant alone', async () => {
      const all = Array.from({ length: 8 }, (_, index) => index);
      for (const [browser, own] of [
        [maria, acmes],
        [homer, globexes],
      ] as const) {
        const page = await stories.lobby(browser);
        for (const ticketId of all.slice(1)) page.send({ type: 'join_ticket', ticketId, after: 0 });
        const strange = all.length - 1 - own.length;
        await page.until('error', () => page.of('error').length === strange);
        // One more frame is answered: so were all before it.
        page.send({ type: 'leave_ticket' });
        page.send({ type: 'typing_indicator', isTyping: true });
        await page.until('error', () => page.of('error').length === strange + 1);
        expect(ids(page.of('recent_messages').map(({ ticketId }) => ({ id: ticketId })))).toEqual(ids(own));
        expect(
          new Set(
            page
              .of('error')
              .slice(0, -1)
              .map(({ message }) => message),
          ),
        ).toEqual(new Set(['There is no such ticket among yours.']));
      }
    });

    test('nor by the address of the socket, nor is anything said there, nor does anybody appear', async () => {
      const [own] = globexes;
      const inside = await stories.page(homer, own!.id);
      const spy = await LivePage.open(urlOf(stories.scene), { token: await maria.pass(), ticketId: own!.id, after: 0 });
      await spy.until('error');
      spy.say('Let me in');
      spy.send({ type: 'typing_indicator', isTyping: true });
      await spy.until('error', () => spy.of('error').length === 3);
      inside.say('Is anybody listening?');
      await inside.until('chat_message');
      spy.say('still here?');
      await spy.until('error', () => spy.of('error').length === 4);
      expect(spy.news.map(({ type }) => type)).toEqual(['connection_established', ...Array<string>(4).fill('error')]);
      expect(inside.news.map(({ type }) => type)).toEqual([
        'connection_established',
        'recent_messages',
        'chat_message',
      ]);
      await spy.close();
    });

    test.each(['abc', '0', '-1', '1.5', '', '1 OR 1=1', '99999999999999999999'])(
      'an odd number in the address opens nothing: %j',
      async (ticketId) => {
        const page = await LivePage.open(urlOf(stories.scene), { token: await maria.pass(), ticketId });
        expect(await page.until('error')).toMatchObject({ message: 'There is no such ticket among yours.' });
        await page.close();
      },
    );

    test('lists and looks show the tickets of one’s own merchant, to us all', async () => {
      expect(ids(await listed(maria))).toEqual(ids(acmes));
      expect(ids(await listed(homer))).toEqual(ids(globexes));
      const { browser } = await stories.colleague('Bo');
      expect(ids(await listed(browser))).toEqual(ids([...acmes, ...globexes]));

      for (const ticket of [...acmes, ...globexes]) {
        for (const number of [ticket.ticketNumber, String(ticket.id), ticket.ticketNumber.toLowerCase()]) {
          const answer = await get(maria, `/session/tickets/${number}`);
          if (acmes.includes(ticket) && number === ticket.ticketNumber) {
            expect(answer).toMatchObject({ status: 200, cache: 'no-store' });
            expect((JSON.parse(answer.text) as { ticket: OwnTicket }).ticket).toMatchObject({
              id: ticket.id,
              number: ticket.ticketNumber,
              subject: ticket.subject,
              merchantName: 'Acme',
              status: expect.any(String),
              lastNumber: expect.any(Number),
            });
          } else {
            expect(answer.text).not.toContain('Globex');
          }
          if (globexes.includes(ticket)) expect(answer.status).toBe(404);
        }
      }
    });

    test('pages of a list are one’s own, too', async () => {
      const first = JSON.parse((await get(maria, '/session/tickets?limit=1')).text) as {
        tickets: OwnTicket[];
        nextCursor: string;
      };
      const rest = await get(maria, `/session/tickets?cursor=${first.nextCursor}`);
      const { tickets } = JSON.parse(rest.text) as { tickets: OwnTicket[] };
      expect(ids([...first.tickets, ...tickets])).toEqual(ids(acmes));
      const byOther = await get(homer, `/session/tickets?cursor=${first.nextCursor}`);
      expect(byOther.text).not.toContain('Acme');
      expect((await get(maria, '/session/tickets?limit=0')).status).toBe(400);
    });

    test('whoever is not signed in sees nothing: 401', async () => {
      for (const path of ['/session', '/session/tickets', `/session/tickets/${acmes[0]!.ticketNumber}`]) {
        expect(await get(null, path)).toMatchObject({ status: 401 });
      }
    });

    test('notes that begin with // reach agents and never a merchant, neither now nor later', async () => {
      const { id } = await stories.ticket('Between us');
      const { browser } = await stories.colleague('Ada');
      const [hers, agents] = [await stories.page(maria, id), await stories.page(browser, id, { replica: 0 })];
      agents.say('// they owe us money');
      agents.say('We look into it');
      await hers.until('chat_message');
      const note = await agents.until('chat_message', ({ message }) => message.content.startsWith('//'));
      expect(note.message).toMatchObject({ isInternal: true, content: '// they owe us money' });
      const [later, laterAgent] = [await stories.page(maria, id, { after: 0 }), await stories.page(browser, id)];
      expect(later.words()).toEqual(['Between us, please help', 'We look into it']);
      expect(hers.words()).toEqual(['Between us, please help', 'We look into it']);
      expect(laterAgent.words()).toEqual(['Between us, please help', '// they owe us money', 'We look into it']);
      // What a merchant begins so is no note.
      hers.say('// is this a comment?');
      await agents.until('chat_message', ({ message }) => message.content === '// is this a comment?');
      await later.until('chat_message', ({ message }) => message.content === '// is this a comment?');
      await stories.scene.settle();
      const shown = JSON.stringify(await stories.scene.slack.accepted({ channel: stories.acme.channel.id }));
      expect(shown).not.toContain('owe us');
      const desk = await stories.scene.slack.posts({ channel: stories.desk.id, containing: 'owe us' });
      expect(desk).toHaveLength(1);
    });

    test('somebody of ours who is no agent may read, and is told why they cannot answer', async () => {
      const boss = await signIn(stories.scene, await addMember(stories.scene, { name: 'Cleo', role: 'admin' }));
      const page = await stories.page(boss, acmes[0]!.id);
      expect(page.words()).toEqual(['Acme one, please help']);
      page.say('I say', 'client-boss');
      expect(await page.until('error')).toEqual({
        type: 'error',
        message: 'Only agents can answer here. Ask an admin to add you as one, with the same e-mail.',
        clientId: 'client-boss',
      });
      expect((await stories.scene.ticket(acmes[0]!.id)).messages).toHaveLength(1);
    });
  });
});
