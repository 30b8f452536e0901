import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { ask, rootOf } from '../support/scene/ask.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

/** One to the reader, eleven UTF-16 units to us. */
const FAMILY = '👩‍👩‍👧‍👦';

/** The lines of a log, each of its own. */
function lines(length: number): string {
  let text = '';
  for (let line = 1; text.length < length; line += 1)
    text += `${line}: <error code="E17"> & nothing else happened 👍🏽\n`;
  return text.slice(0, length).trimEnd();
}

/** No space in it at which it could be cut. */
const wall = (length: number): string => FAMILY.repeat(Math.floor(length / FAMILY.length));

onEachDatabase((database) => {
  let scene: Scene;
  let desk: Channel;
  let acme: Merchant;
  let ada: User;
  let bo: Agent;

  beforeAll(async () => {
    scene = await Scene.open(database);
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    ada = await scene.slack.addUser({ name: 'Ada' });
    bo = await scene.agent('Bo');
  });
  afterAll(() => scene.close());

  /** What stands in a thread by one author, post by post. */
  const partsIn = async (channel: Channel, threadTs: string, username: string) => {
    const posts = await scene.slack.posts({ channel: channel.id, threadTs });
    return posts.filter((post) => post.username === username).map(({ shown }) => shown);
  };

  const graphemes = (text: string) => [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);

  test('a long reply arrives whole, in several posts, in order', async () => {
    const { said, root } = await ask(scene, acme, ada, 'The terminal shows errors');
    const text = lines(30_000);
    await scene.slack.say({ channel: acme.channel.id, user: ada.id, threadTs: said.ts, text });
    await scene.settle();

    const parts = await partsIn(desk, root.ts, 'Ada · Acme');
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.join('')).toBe(text);
    // Cut between lines: a reader never meets half of one.
    for (const part of parts) expect(part).toMatch(/^\d+: /);
  });

  test('no emoji is cut in two, even where there is no space to cut at', async () => {
    const { said, root } = await ask(scene, acme, await scene.slack.addUser({ name: 'Una' }), 'Look at this');
    const text = wall(30_000);
    await scene.slack.say({ channel: acme.channel.id, user: ada.id, threadTs: said.ts, text });
    await scene.settle();

    const parts = await partsIn(desk, root.ts, 'Ada · Acme');
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.join('')).toBe(text);
    for (const part of parts) expect(new Set(graphemes(part))).toEqual(new Set([FAMILY]));
  });

  test("a long answer reaches the merchant's thread whole", async () => {
    const { said, root } = await ask(scene, acme, await scene.slack.addUser({ name: 'Ivo' }), 'What happened?');
    const text = lines(30_000);
    await scene.slack.say({ channel: desk.id, user: bo.id, threadTs: root.ts, text });
    await scene.settle();
    const parts = await partsIn(acme.channel, said.ts, 'Bo');
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.join('')).toBe(text);
  });

  test('of a long first message the card shows the beginning, and the thread the whole', async () => {
    const text = lines(30_000);
    const { ticket, root } = await ask(scene, acme, await scene.slack.addUser({ name: 'Zoe' }), text);

    expect(ticket.subject).toBe('1: <error code="E17"> & nothing else happened 👍🏽');
    expect(root.shown).toContain(text.slice(0, 1_000));
    expect(root.shown).not.toContain(text.slice(2_000, 3_000));
    expect(root.shown).toContain('The whole message follows in this thread.');
    const parts = await partsIn(desk, root.ts, 'Zoe · Acme');
    expect(parts.join('')).toBe(text);

    const direct = await scene.slack.directChannel(bo.id);
    const [card] = await scene.slack.posts({ channel: direct.id, containing: ticket.ticketNumber });
    expect(card!.shown).toContain('2: <error code="E17">');
    expect(card!.shown).toContain('…');
    expect(card!.shown.length).toBeLessThan(1_000);
  });

  test('a long ticket from the API as well', async () => {
    const description = lines(30_000);
    const body = { subject: 'The log', description, merchantId: acme.id };
    const { status } = await scene.api('POST', '/support-tickets', body);
    await scene.settle();
    const [ticket] = await scene.tickets('?limit=1');
    const root = await rootOf(scene, ticket!);
    expect(status).toBe(201);
    expect(root.shown).toContain('The whole message follows in this thread.');
    expect((await partsIn(desk, root.ts, 'Acme')).join('')).toBe(description);
  });
});
