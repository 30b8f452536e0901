import { beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import type { LivePage } from '../support/live-page.ts';
import { rootOf } from '../support/scene/ask.ts';
import { tellLiveStories } from '../support/scene/live-stories.ts';
import { addMember, signIn, type Browser } from '../support/scene/members.ts';
import type { Agent, ApiTicket } from '../support/scene/scene.ts';
import { waitFor } from '../support/wait-for.ts';

const NOT_YOURS = expect.stringMatching(/^Here you can change what you said here yourself/) as unknown as string;
const NO_SUCH = 'There is no such message.';

onEachDatabase((database) => {
  const stories = tellLiveStories(database);
  let maria: Browser;
  let tom: Browser;
  let ada: { readonly agent: Agent; readonly browser: Browser };

  beforeAll(async () => {
    maria = await stories.customer('Maria');
    tom = await stories.customer('Tom');
    ada = await stories.colleague('Ada');
  });

  let count = 0;
  /** Sends what a page does with a message, and resolves when it is done. @throws Error with why it was refused */
  const act = async (
    page: LivePage,
    frame: Readonly<Record<string, unknown>>,
    clientId = `change-${(count += 1)}-x`,
  ) => {
    const from = page.news.length;
    page.send({ ...frame, clientId });
    return waitFor(() => {
      const about = page.news.slice(from).filter((news) => 'clientId' in news && news.clientId === clientId);
      const refused = about.find((news) => news.type === 'error');
      if (refused) throw new Error(refused.message);
      return about.some(({ type }) => type === 'change_taken');
    });
  };
  const refusal = async (page: LivePage, frame: Readonly<Record<string, unknown>>): Promise<string> => {
    const from = page.of('error').length;
    page.send({ ...frame, clientId: `refused-${(count += 1)}-x` });
    return (await waitFor(() => page.of('error')[from])).message;
  };
  const edit = (number: number, content: string) => ({ type: 'edit_message', number, content });
  const remove = (number: number) => ({ type: 'delete_message', number });
  const react = (number: number, emoji: string, isOn = true) => ({ type: 'react', number, emoji, isOn });

  /** Says something and resolves to its number. */
  const say = async (page: LivePage, words: string): Promise<number> => {
    page.say(words);
    return (await page.until('chat_message', ({ message }) => message.content === words)).message.number;
  };
  const shown = (page: LivePage, number: number, meets: (words: string) => boolean) =>
    page.until('chat_message', ({ message }) => message.number === number && meets(message.content));
  const reactionsOn = (page: LivePage, number: number) =>
    page.news
      .flatMap((news) =>
        news.type === 'recent_messages' ? news.messages : news.type === 'chat_message' ? [news.message] : [],
      )
      .filter((message) => message.number === number)
      .at(-1)?.reactions;
  const untilReactions = (page: LivePage, number: number, wanted: unknown) =>
    waitFor(() => JSON.stringify(reactionsOn(page, number)) === JSON.stringify(wanted), {
      what: JSON.stringify(wanted),
      explain: () => JSON.stringify(reactionsOn(page, number)),
    });
  const onePage = (browser: Browser, { id }: ApiTicket, replica?: number) =>
    stories.page(browser, id, replica === undefined ? {} : { replica });

  const postsOf = async (channel: string, containing: string) =>
    (await stories.scene.slack.posts({ channel, containing })).map((post) => post.shown);
  /** Our bot's emoji on the one message there with these words. */
  const oursOn = async (channel: string, containing: string): Promise<string[]> => {
    const [message] = await stories.scene.slack.messages({ channel, containing });
    const bot = stories.scene.slack.home.botUserId;
    return (message?.reactions ?? []).filter(({ users }) => users.includes(bot)).map(({ name }) => name);
  };

  describe('what people change in live chat', () => {
    test('an edit of one’s own is seen on every page and in both of its copies; once more changes nothing', async () => {
      const ticket = await stories.ticket('Edits');
      const [hers, agents] = [await onePage(maria, ticket), await onePage(ada.browser, ticket, 0)];
      const number = await say(hers, 'It began on Mondey');
      await stories.scene.settle();
      await act(hers, edit(number, 'It began on **Monday**'), 'edit-one-x');
      const { message } = await shown(agents, number, (words) => words === 'It began on Monday');
      expect(message).toMatchObject({ editedAt: expect.any(String), senderName: 'Maria' });
      await act(hers, edit(number, 'It began on Tuesday'), 'edit-two-x');
      await shown(agents, number, (words) => words === 'It began on Tuesday');
      // A page that did not hear that the first was taken sends it again.
      const { lastChange } = await changesOf(ticket);
      await act(hers, edit(number, 'It began on **Monday**'), 'edit-one-x');
      await act(hers, edit(number, 'It began on Tuesday'));
      expect(await changesOf(ticket)).toEqual({ lastChange, words: 'It began on Tuesday' });
      await stories.scene.settle();
      for (const channel of [stories.acme.channel.id, stories.desk.id]) {
        expect(await postsOf(channel, 'It began on')).toEqual(['It began on Tuesday']);
      }
    });

    const changesOf = async ({ id }: ApiTicket) => {
      const { audit, messages } = await stories.scene.ticket(id);
      return { lastChange: audit.at(-1)?.id, words: messages.at(-1)?.text };
    };

    test('a deletion takes it from every page and from both sides; a page that says it again is told', async () => {
      const ticket = await stories.ticket('Deletions');
      const [hers, agents] = [await onePage(maria, ticket), await onePage(ada.browser, ticket, 0)];
      hers.say('A slip of the hand', 'client-slip');
      const { message } = await hers.until('chat_message');
      await stories.scene.settle();
      await act(hers, remove(message.number));
      expect(await agents.until('message_deleted')).toMatchObject({ number: message.number, clientId: 'client-slip' });
      await act(hers, remove(message.number));
      await stories.scene.settle();
      expect(hers.of('message_deleted')).toHaveLength(1);
      expect(await postsOf(stories.acme.channel.id, 'A slip')).toEqual([]);
      expect(await postsOf(stories.desk.id, 'A slip')).toEqual([]);
      expect(await refusal(hers, edit(message.number, 'Back again'))).toBe(
        'This message was deleted. Please say it again.',
      );
      expect(await refusal(hers, react(message.number, '👍'))).toBe(NO_SUCH);
      // It was reloaded before it heard that its words were taken.
      const later = await onePage(maria, ticket);
      later.say('A slip of the hand', 'client-slip');
      expect(await later.until('message_deleted')).toMatchObject({ clientId: 'client-slip' });
      expect((await stories.scene.ticket(ticket.id)).messages).toHaveLength(2);
    });

    test('// takes an agent’s words from the merchant for good; a merchant’s // is a sign like others', async () => {
      const ticket = await stories.ticket('Hidden later');
      const [hers, agents] = [await onePage(maria, ticket), await onePage(ada.browser, ticket, 0)];
      const number = await say(agents, 'The bank is to blame');
      await shown(hers, number, () => true);
      await stories.scene.settle();
      await act(agents, edit(number, '// the bank is to blame'));
      expect(await hers.until('message_deleted')).toMatchObject({ number });
      await act(agents, edit(number, 'the bank, once more'));
      const { message } = await shown(agents, number, (words) => words === 'the bank, once more');
      expect(message.isInternal).toBe(true);
      await stories.scene.settle();
      expect(await postsOf(stories.acme.channel.id, 'bank')).toEqual([]);
      expect(await postsOf(stories.desk.id, 'bank')).toEqual(['the bank, once more']);
      expect(JSON.stringify(hers.news)).not.toContain('once more');

      const asked = await say(hers, 'What is a comment?');
      await act(hers, edit(asked, '// is a comment'));
      await shown(agents, asked, (words) => words === '// is a comment');
      await shown(hers, asked, (words) => words === '// is a comment');
    });

    test('nobody changes what somebody else said, what was said elsewhere, or what they may not see', async () => {
      const ticket = await stories.ticket('Mine alone');
      const other = await stories.ticket('Of Globex', stories.globex);
      const [hers, his, agents] = [
        await onePage(maria, ticket),
        await onePage(tom, ticket),
        await onePage(ada.browser, ticket),
      ];
      const number = await say(hers, 'Maria’s words');
      const note = await say(agents, '// between us');
      for (const page of [his, agents]) {
        expect(await refusal(page, edit(number, 'Not her words'))).toEqual(NOT_YOURS);
        expect(await refusal(page, remove(number))).toEqual(NOT_YOURS);
      }
      // The merchant's people learn no more of a note than of what is not there.
      for (const frame of [edit(note, 'x'), remove(note), react(note, '👍'), react(999, '👍'), remove(999)]) {
        expect(await refusal(hers, frame)).toBe(NO_SUCH);
      }
      const root = await rootOf(stories.scene, ticket);
      const place = { channel: stories.desk.id, threadTs: root.ts };
      await stories.scene.slack.say({ ...place, user: ada.agent.id, text: 'said in Slack' });
      const { message } = await agents.until('chat_message', (news) => news.message.content === 'said in Slack');
      expect(await refusal(agents, edit(message.number, 'said here'))).toEqual(NOT_YOURS);
      expect(await refusal(hers, edit(1, 'Another request'))).toEqual(NOT_YOURS);

      // A number is one of the ticket that the page is in, and of no other.
      const gina = await stories.page(await stories.customer('Gina', stories.globex), other.id);
      expect(await refusal(gina, react(number, '👍'))).toBe(NO_SUCH);
      const nowhere = await stories.lobby(maria);
      expect(await refusal(nowhere, remove(number))).toMatch(/^Join a ticket first/);
      nowhere.send({ type: 'join_ticket', ticketId: other.id });
      await nowhere.until('error', (error) => error.message === 'There is no such ticket among yours.');
      expect(await refusal(nowhere, react(1, '👍'))).toMatch(/^Join a ticket first/);
      const { messages } = await stories.scene.ticket(ticket.id);
      expect(messages.map(({ text }) => text).slice(1)).toEqual(['Maria’s words', '// between us', 'said in Slack']);
      expect(messages.every(({ reactions }) => reactions.length === 0)).toBe(true);
    });
  });

  describe('reactions in live chat', () => {
    test('they are seen on every page and on both sides in Slack, and in Slack they are put on and taken off, too', async () => {
      const ticket = await stories.ticket('Reactions');
      const [hers, his, agents] = [
        await onePage(maria, ticket),
        await onePage(tom, ticket, 0),
        await onePage(ada.browser, ticket, 0),
      ];
      const words = 'It works again';
      const number = await say(agents, words);
      await stories.scene.settle();
      await act(hers, react(number, '👍'));
      await act(hers, react(number, '👍'));
      await untilReactions(hers, number, [{ emoji: '👍', count: 1, mine: true }]);
      await untilReactions(his, number, [{ emoji: '👍', count: 1, mine: false }]);
      await act(his, react(number, '👍'));
      await untilReactions(agents, number, [{ emoji: '👍', count: 2, mine: false }]);
      await stories.scene.settle();
      const [merchants, desk] = [stories.acme.channel.id, stories.desk.id];
      expect([await oursOn(merchants, words), await oursOn(desk, words)]).toEqual([['+1'], ['+1']]);
      await act(hers, react(number, '👍', false));
      await act(hers, react(number, '👍', false));
      await untilReactions(his, number, [{ emoji: '👍', count: 1, mine: true }]);
      await stories.scene.settle();
      expect(await oursOn(merchants, words)).toEqual(['+1']);
      await act(his, react(number, '👍', false));
      await stories.scene.settle();
      expect([await oursOn(merchants, words), await oursOn(desk, words)]).toEqual([[], []]);
      expect(reactionsOn(his, number)).toBeUndefined();

      const [copy] = await stories.scene.slack.messages({ channel: merchants, containing: words });
      const una = await stories.scene.slack.addUser({ name: 'Una' });
      await stories.scene.slack.react({ channel: merchants, ts: copy!.ts, user: una.id, reaction: 'heart' });
      await untilReactions(agents, number, [{ emoji: '❤️', count: 1, mine: false }]);
      // However a keyboard writes it, it is the same.
      await act(hers, react(number, '\u2764'));
      await untilReactions(hers, number, [{ emoji: '❤️', count: 2, mine: true }]);
      await stories.scene.settle();
      expect([await oursOn(merchants, words), await oursOn(desk, words)]).toEqual([['heart'], ['heart']]);
      // A reaction is no edit.
      expect(agents.of('chat_message').filter(({ message }) => message.editedAt !== undefined)).toEqual([]);
    });

    test('a page that was away is shown them, once; a merchant’s learns nothing of those on notes', async () => {
      const ticket = await stories.ticket('Away');
      const [hers, agents] = [await onePage(maria, ticket), await onePage(ada.browser, ticket)];
      const said = await say(hers, 'for all to see');
      const note = await say(agents, '// a note');
      const hidden = await say(agents, 'hidden in a moment');
      await shown(hers, hidden, () => true);
      await act(agents, edit(hidden, '// hidden'));
      const { version } = await hers.until('message_deleted');
      await hers.close();
      await act(agents, react(said, '👀'));
      await act(agents, react(note, '👍'));
      await act(agents, react(hidden, '👍'));
      await untilReactions(agents, note, [{ emoji: '👍', count: 1, mine: true }]);

      const after = await stories.page(maria, ticket.id, { after: version });
      await untilReactions(after, said, [{ emoji: '👀', count: 1, mine: false }]);
      await act(agents, react(hidden, '🎉'));
      await act(agents, react(said, '🎉'));
      await untilReactions(after, said, [
        { emoji: '👀', count: 1, mine: false },
        { emoji: '🎉', count: 1, mine: false },
      ]);
      expect(after.words()).toEqual(['for all to see', 'for all to see']);
      expect(after.of('message_deleted')).toEqual([]);
      await stories.scene.settle();
      expect(await oursOn(stories.desk.id, 'a note')).toEqual(['+1']);
      expect(JSON.stringify(await stories.scene.slack.accepted({ channel: stories.acme.channel.id }))).not.toContain(
        'a note',
      );
    });

    test('of many at once, on both replicas, every page and both sides end with the same', async () => {
      const ticket = await stories.ticket('At once');
      const pages = [await onePage(maria, ticket, 0), await onePage(maria, ticket), await onePage(tom, ticket, 0)];
      const number = await say(pages[0]!, 'version 0');
      await stories.scene.settle();
      await Promise.all(
        pages.flatMap((page, index) => [
          act(page, react(number, '👍')),
          act(page, react(number, '🎉', index === 2)),
          ...(index < 2 ? [act(page, edit(number, `version of ${index}`))] : []),
        ]),
      );
      await stories.scene.settle();
      const { messages } = await stories.scene.ticket(ticket.id);
      const final = messages.at(-1)!;
      expect(final.reactions).toEqual(
        expect.arrayContaining([
          { emoji: '👍', count: 2 },
          { emoji: '🎉', count: 1 },
        ]),
      );
      const late = await onePage(maria, ticket);
      for (const page of [...pages, late]) {
        await waitFor(() => page.words().at(-1) === final.text);
        await waitFor(() => reactionsOn(page, number)?.find(({ emoji }) => emoji === '👍')?.count === 2);
      }
      for (const channel of [stories.acme.channel.id, stories.desk.id]) {
        expect(await postsOf(channel, 'version')).toEqual([final.text]);
        expect((await oursOn(channel, final.text)).toSorted()).toEqual(['+1', 'tada']);
      }
    });

    test('nobody puts more on a message than Slack would take from one person', async () => {
      const page = await onePage(maria, await stories.ticket('Too many'));
      const emoji = Array.from({ length: 24 }, (_, index) => String.fromCodePoint(0x1f400 + index));
      for (const one of emoji.slice(0, 23)) await act(page, react(1, one));
      expect(await refusal(page, react(1, emoji[23]!))).toMatch(/Take one off first/);
      await act(page, react(1, emoji[0]!, false));
      await act(page, react(1, emoji[23]!));
    });
  });

  describe('where nothing can be changed any more', () => {
    test('whoever was signed out changes nothing', async () => {
      const { id } = await stories.ticket('Signed out');
      const una = await addMember(stories.scene, { name: 'Una', role: 'merchant', merchantId: stories.acme.id });
      const page = await stories.page(await signIn(stories.scene, una), id);
      const number = await say(page, 'Still here');
      await stories.scene.api('DELETE', `/members/${una.id}/sessions`);
      page.send({ type: 'delete_message', number });
      expect(await page.ended).toMatchObject({ code: 4003 });
      expect((await stories.scene.ticket(id)).messages.at(-1)).toMatchObject({ text: 'Still here', deletedAt: null });
    });
  });

  test('the process dies between: what was asked again is done once, on every side', async () => {
    const ticket = await stories.ticket('Dies between');
    const page = await onePage(maria, ticket, 0);
    const number = await say(page, 'before the crash');
    await stories.scene.settle();
    for (const [frame, clientId] of [
      [edit(number, 'after the crash'), 'crash-edit-x'],
      [react(number, '👍'), 'crash-react-x'],
    ] as const) {
      const dying = await stories.scene.dieAt({ having: 'update', table: 'message' });
      const doomed = await stories.page(maria, ticket.id, { replica: 0 });
      doomed.send({ ...frame, clientId });
      await dying.gone;
      await stories.scene.startApp();
      await act(await stories.page(maria, ticket.id), frame, clientId);
    }
    await stories.scene.settle();
    const { messages } = await stories.scene.ticket(ticket.id);
    expect(messages.at(-1)).toMatchObject({ text: 'after the crash', reactions: [{ emoji: '👍', count: 1 }] });
    for (const channel of [stories.acme.channel.id, stories.desk.id]) {
      expect(await postsOf(channel, 'the crash')).toEqual(['after the crash']);
      expect(await oursOn(channel, 'the crash')).toEqual(['+1']);
    }
  });

  describe('a ticket that was closed long ago', () => {
    const past = tellLiveStories(database, { app: { reopenMs: 0 } });

    test('a merchant is told so, and changes nothing', async () => {
      const browser = await past.customer('Maria');
      const { id, ticketNumber } = await past.ticket('Long ago');
      const page = await past.page(browser, id);
      const number = await say(page, 'in time');
      await past.scene.changeTicket(id, { status: 'closed' });
      for (const frame of [edit(number, 'late'), remove(number), react(number, '👍')]) {
        expect(await refusal(page, frame)).toBe(`${ticketNumber} was closed a while ago. Please begin a new request.`);
      }
      expect((await past.scene.ticket(id)).messages.at(-1)).toMatchObject({ text: 'in time', reactions: [] });
    });
  });
});
