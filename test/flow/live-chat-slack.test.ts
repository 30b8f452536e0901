import { beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { rootOf } from '../support/scene/ask.ts';
import { tellLiveStories } from '../support/scene/live-stories.ts';
import { addMember, signIn, type Browser } from '../support/scene/members.ts';
import { untilAsked } from '../support/scene/offers.ts';
import type { Agent } from '../support/scene/scene.ts';

const HOSTILE = [
  '<!channel> <!here|here> <@U0NOBODY> wake up',
  '@channel and @everyone',
  '2 * 3 * 4, ** not bold **, _ and ` alone > no quote',
  '<https://evil.example|https://bank.example>',
  '&lt;!channel&gt; &amp; </script><b>html</b>',
];

onEachDatabase((database) => {
  describe('live chat and Slack are one conversation', () => {
    const stories = tellLiveStories(database);
    let maria: Browser;
    let ada: { readonly agent: Agent; readonly browser: Browser };

    beforeAll(async () => {
      maria = await stories.customer('Maria');
      ada = await stories.colleague('Ada');
    });

    const postsOf = async (channel: string, containing: string) =>
      (await stories.scene.slack.posts({ channel, containing })).map(({ username, shown }) => [username, shown]);

    test('what is said in the browser stands on both sides in Slack, once', async () => {
      const ticket = await stories.ticket('Both sides');
      const [hers, theirs] = [
        await stories.page(maria, ticket.id, { replica: 0 }),
        await stories.page(ada.browser, ticket.id),
      ];
      hers.say('Said by Maria');
      await theirs.until('chat_message');
      theirs.say('Said by Ada');
      await hers.until('chat_message', ({ message }) => message.content === 'Said by Ada');
      await stories.scene.settle();
      const merchants = stories.acme.channel.id;
      expect(await postsOf(merchants, 'Said by Maria')).toEqual([['Maria', 'Said by Maria']]);
      expect(await postsOf(stories.desk.id, 'Said by Maria')).toEqual([['Maria · Acme', 'Said by Maria']]);
      expect(await postsOf(merchants, 'Said by Ada')).toEqual([['Ada', 'Said by Ada']]);
      expect(await postsOf(stories.desk.id, 'Said by Ada')).toEqual([['Ada', 'Said by Ada']]);
      const root = await rootOf(stories.scene, ticket);
      const thread = await stories.scene.slack.posts({ channel: stories.desk.id, threadTs: root.ts });
      expect(thread.filter(({ shown }) => shown.startsWith('Said by'))).toHaveLength(2);
      // Nothing of it came back as something that was said in Slack.
      expect((await stories.scene.ticket(ticket.id)).messages).toHaveLength(3);
    });

    test('a file that was sent in Slack is read in the browser, by a link that is made when it is shown', async () => {
      const { scene } = stories;
      const { slack } = scene;
      const ticket = await stories.ticket('With a file');
      const root = await rootOf(scene, ticket);
      const file = await slack.addFile({ name: 'answer.pdf', size: 4_000 });
      const thread = { channel: root.channel, threadTs: root.ts };
      await slack.say({ ...thread, user: ada.agent.id, text: '', files: [file.id] });
      await scene.settle();
      const page = await stories.page(maria, ticket.id);
      const { messages } = await page.until('recent_messages');
      const [shown] = messages.at(-1)!.files!;
      expect(messages.at(-1)).toMatchObject({
        senderName: 'Ada',
        content: '',
        files: [{ name: 'answer.pdf', bytes: 4_000 }],
      });
      const response = await fetch(`${scene.apps[0]!.url}${new URL(shown!.url!).pathname}`);
      expect((await response.arrayBuffer()).byteLength).toBe(4_000);
    });

    test('what somebody types is words in Slack, and calls nobody', async () => {
      const ticket = await stories.ticket('Hostile words');
      const page = await stories.page(maria, ticket.id);
      for (const words of HOSTILE) page.say(words);
      await page.until('chat_message', ({ message }) => message.content === HOSTILE.at(-1));
      expect(page.words().slice(1)).toEqual(HOSTILE);
      await stories.scene.settle();
      const root = await rootOf(stories.scene, ticket);
      const copies = await stories.scene.slack.posts({ channel: stories.desk.id, threadTs: root.ts });
      expect(copies.map(({ shown }) => shown).filter((shown) => HOSTILE.includes(shown))).toEqual(HOSTILE);
      for (const { text, blocks } of copies) {
        expect(text).not.toMatch(/[<>]/);
        expect(JSON.stringify(blocks)).not.toMatch(/"type":"(user|usergroup|channel|broadcast)"/);
      }
    });

    test('an agent takes what they are asked to take by answering in the browser', async () => {
      const ticket = await stories.ticket('Who takes it?');
      await untilAsked(stories.scene, ticket.id, ada.agent);
      const page = await stories.page(ada.browser, ticket.id);
      page.say('It is mine');
      const taken = await stories.scene.untilTicket(ticket.id, 'to be taken', ({ assignedTo }) => assignedTo !== null);
      expect(taken).toMatchObject({ assignedTo: ada.agent.agentId, status: 'pending_merchant' });
      expect(taken.firstResponseAt).not.toBeNull();
      expect(taken.messages.at(-1)).toMatchObject({ side: 'agent', agentId: ada.agent.agentId, text: 'It is mine' });
    });

    test('a merchant’s person who has an agent’s address is no agent', async () => {
      const tom = await stories.scene.agent('Tom', [], false);
      const email = `${tom.id.toLowerCase()}@example.com`;
      const member = await addMember(stories.scene, {
        name: 'Mo',
        role: 'merchant',
        merchantId: stories.acme.id,
        email,
      });
      const { id } = await stories.ticket('Not one of us');
      const page = await stories.page(await signIn(stories.scene, member), id);
      expect(page.news[0]).toMatchObject({ userId: member.userId, userType: 'merchant' });
      page.say('// I am one of you');
      const { message } = await page.until('chat_message');
      expect(message).toMatchObject({ senderType: 'merchant', senderName: 'Mo' });
      expect(message).not.toHaveProperty('isInternal');
    });

    test('an agent’s account in the browser and in Slack are one person to the others', async () => {
      const ticket = await stories.ticket('One and the same');
      const page = await stories.page(maria, ticket.id);
      const theirs = await stories.page(ada.browser, ticket.id);
      theirs.say('from the browser');
      await page.until('chat_message');
      const root = await rootOf(stories.scene, ticket);
      const place = { channel: stories.desk.id, threadTs: root.ts };
      await stories.scene.slack.say({ ...place, user: ada.agent.id, text: 'from Slack' });
      await page.until('chat_message', ({ message }) => message.content === 'from Slack');
      const senders = page.of('chat_message').map(({ message }) => [message.senderId, message.senderName]);
      expect(new Set(senders.map(String))).toEqual(new Set([`agent-${ada.agent.agentId},Ada`]));
      expect(page.of('chat_message').map(({ message }) => 'clientId' in message)).toEqual([true, false]);
    });
  });

  describe('a ticket that is done with', () => {
    const stories = tellLiveStories(database, { app: { reopenMs: 0 } });

    const tomorrow = async (id: number, status: string) => {
      await stories.scene.changeTicket(id, { status });
      await stories.scene.settle();
    };

    test('a merchant is told that it was closed long ago, and an agent may still say something', async () => {
      const maria = await stories.customer('Maria');
      const { id, ticketNumber } = await stories.ticket('Long ago');
      await tomorrow(id, 'closed');
      const page = await stories.page(maria, id);
      page.say('Me again', 'client-late');
      expect(await page.until('error')).toEqual({
        type: 'error',
        message: `${ticketNumber} was closed a while ago. Please begin a new request.`,
        clientId: 'client-late',
      });
      const { browser } = await stories.colleague('Bo');
      const agents = await stories.page(browser, id);
      agents.say('By the way');
      await page.until('chat_message', ({ message }) => message.content === 'By the way');
      expect((await stories.scene.ticket(id)).messages.map(({ text }) => text)).not.toContain('Me again');
    });

    test('a thank-you does not reopen what is resolved, a question does', async () => {
      const maria = await stories.customer('Tom');
      const { id } = await stories.ticket('Solved');
      const { agent, browser } = await stories.colleague('Cy');
      const agents = await stories.page(browser, id);
      agents.say('Done');
      await agents.until('chat_message');
      expect(await stories.scene.ticket(id)).toMatchObject({ assignedTo: agent.agentId });
      await tomorrow(id, 'resolved');
      const page = await stories.page(maria, id);
      page.say('Thanks a lot!');
      await page.until('chat_message');
      expect(await stories.scene.ticket(id)).toMatchObject({ status: 'resolved' });
      page.say('Or is it not solved?');
      await stories.scene.untilTicket(id, 'to be open again', ({ status }) => status !== 'resolved');
    });
  });
});
