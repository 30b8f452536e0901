import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase, onMariaDb } from '../support/databases.ts';
import { ask, rootOf } from '../support/scene/ask.ts';
import { Scene, type Merchant } from '../support/scene/scene.ts';
import type { User } from '../support/slack-stand-in/world-types.ts';

const MINUTE = 60 * 1000;

onEachDatabase((database) => {
  let scene: Scene;
  let acme: Merchant;

  beforeAll(async () => {
    scene = await Scene.open(database);
    acme = await scene.merchant('Acme');
    await scene.desk();
    await scene.agent('Bo');
  });
  afterAll(() => scene.close());

  const someone = (name: string): Promise<User> => scene.slack.addUser({ name });

  const textsOf = async (id: number) => (await scene.ticket(id)).messages.map(({ text }) => text);

  test("more of one author within two minutes is one ticket, another author's is another", async () => {
    const [ada, zoe] = [await someone('Ada'), await someone('Zoe')];
    const first = await ask(scene, acme, ada, 'The payout is wrong');
    const other = await ask(scene, acme, zoe, 'The card reader is broken');
    const more = await ask(scene, acme, ada, 'It is the one for October');

    expect(more.ticket.id).not.toBe(first.ticket.id);
    expect(await textsOf(first.ticket.id)).toEqual(['The payout is wrong', 'It is the one for October']);
    expect(await textsOf(other.ticket.id)).toEqual(['The card reader is broken']);
    const [copy] = await scene.slack.posts({ containing: 'the one for October' });
    expect(copy).toMatchObject({ threadTs: first.root.ts, username: 'Ada · Acme' });
    expect(await scene.slack.posts({ containing: `${first.ticket.ticketNumber} is open` })).toHaveLength(1);
  });

  test('a reply to the message that joined belongs to the same ticket', async () => {
    const ada = await someone('Ada');
    const first = await ask(scene, acme, ada, 'Our shop is offline');
    const joined = await scene.slack.say({ channel: acme.channel.id, user: ada.id, text: 'Since this morning' });
    await scene.settle();
    const reply = { channel: acme.channel.id, user: ada.id, threadTs: joined.ts };
    await scene.slack.say({ ...reply, text: 'At nine, to be exact' });
    await scene.settle();
    expect(await textsOf(first.ticket.id)).toEqual([
      'Our shop is offline',
      'Since this morning',
      'At nine, to be exact',
    ]);
  });

  test('after two minutes it is a new ticket', async () => {
    const ada = await someone('Ada');
    const start = Date.now() - 30 * MINUTE;
    const first = await ask(scene, acme, ada, 'The invoice is wrong', { at: start });
    await ask(scene, acme, ada, 'Its number is 17', { at: start + 2 * MINUTE - 1_000 });
    const next = await ask(scene, acme, ada, 'The contract is missing', { at: start + 4 * MINUTE });

    expect(await textsOf(first.ticket.id)).toEqual(['The invoice is wrong', 'Its number is 17']);
    expect(await textsOf(next.ticket.id)).toEqual(['The contract is missing']);
  });

  test('what is said right after a ticket was resolved is a new one', async () => {
    const ada = await someone('Ada');
    const first = await ask(scene, acme, ada, 'The export is empty');
    await scene.changeTicket(first.ticket.id, { status: 'resolved' });
    const next = await ask(scene, acme, ada, 'The import is slow');
    expect(next.ticket.id).not.toBe(first.ticket.id);
    expect(await scene.ticket(first.ticket.id)).toMatchObject({ status: 'resolved' });
  });

  test('it joins as well when the later message arrives first', async () => {
    const { slack } = scene;
    const ada = await someone('Ada');
    const say = (text: string, at: number) =>
      slack.say({ channel: acme.channel.id, user: ada.id, text, at, delivery: { hold: true } });
    const earlier = await say('The terminal shows an error', Date.now() - MINUTE);
    const later = await say('The error is E17', Date.now() - MINUTE / 2);

    await slack.release([later]);
    await scene.settle();
    const [ticket] = await scene.tickets('?limit=1');
    await slack.release([earlier]);
    await scene.settle();

    expect((await scene.tickets('?limit=1'))[0]!.id).toBe(ticket!.id);
    expect(await textsOf(ticket!.id)).toEqual(['The error is E17', 'The terminal shows an error']);
    const root = await rootOf(scene, ticket!);
    const [copy, ...more] = await slack.posts({ channel: root.channel, threadTs: root.ts });
    // The later one has gone, in the card: this one is shown with its own time.
    expect(copy!.shown).toContain('The terminal shows an error');
    expect(copy!.shown).toContain('Said at');
    expect(more).toEqual([]);
  });
});

onMariaDb((database) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: 2 });
  });
  afterAll(() => scene.close());

  test('ten messages of one author at once, over two replicas, are one ticket, told once each and in order', async () => {
    const { slack } = scene;
    const acme = await scene.merchant('Acme');
    const desk = await scene.desk();
    await scene.agent('Bo');
    const ada = await slack.addUser({ name: 'Ada' });
    const root = await slack.fault({ action: 'hang-before-accepting', method: 'chat.postMessage', channel: desk.id });

    const texts = Array.from({ length: 10 }, (_, index) => `Line ${index} of the error`);
    const said = await Promise.all(texts.map((text) => slack.say({ channel: acme.channel.id, user: ada.id, text })));
    await slack.quiet();
    await root.release();
    await scene.settle();

    const tickets = await scene.tickets();
    expect(tickets).toHaveLength(1);
    const { messages } = await scene.ticket(tickets[0]!.id);
    expect(messages.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(messages.map(({ text }) => text).toSorted()).toEqual(texts);

    const card = await rootOf(scene, tickets[0]!);
    const replies = await slack.posts({ channel: desk.id, threadTs: card.ts });
    const inSaidOrder = texts.toSorted((a, b) => tsOf(a) - tsOf(b)).filter((text) => text !== messages[0]!.text);
    function tsOf(text: string) {
      return Number(said[texts.indexOf(text)]!.ts);
    }
    expect(card.shown).toContain(messages[0]!.text);
    expect(replies.map(({ shown }) => shown.split('\n')[0])).toEqual(inSaidOrder);
    expect(await slack.posts({ channel: acme.channel.id })).toHaveLength(1);
  });
});
