import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onMariaDb } from '../support/databases.ts';
import { untilOneCopyEach, wordsInThread } from '../support/scene/copies.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { Scene } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

/** Soon at first; to the end longer than a start takes on a busy machine. */
const RETRIES_MS = [20, 100, 300, 1_000, 2_000, 4_000, 8_000];
/** A death costs a lease, and ten talk at once. */
const PATIENCE = { timeoutMs: 30_000 };
const CHANNELS = 10;
/** Messages of each side, in each channel. */
const EACH = 5;

onMariaDb((database) => {
  let scene: Scene;
  let view: DatabaseView;
  let desk: Channel;
  let bo: User;

  beforeAll(async () => {
    scene = await Scene.open(database, {
      replicas: 2,
      slack: { retryDelaysMs: RETRIES_MS },
      app: { leaseMs: 1_000, requestTimeoutMs: 500 },
    });
    view = await viewDatabase(scene.databaseUrl);
    desk = await scene.desk();
    bo = await scene.agent('Bo', [], false);
  });
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  const numbers = Array.from({ length: CHANNELS }, (_, index) => index);

  test('what one person says in several messages at once is one ticket, whichever replica hears which', async () => {
    const places = await Promise.all(numbers.map(() => scene.merchant('Hasty')));
    const users = await Promise.all(numbers.map(() => scene.slack.addUser({ name: 'Ada' })));
    const parts = ['Our payout', 'for October', 'did not', 'arrive'];
    await Promise.all(
      numbers.flatMap((index) =>
        parts.map((text) => scene.slack.say({ channel: places[index]!.channel.id, user: users[index]!.id, text })),
      ),
    );
    await untilOneCopyEach(scene, view);
    const tickets = await scene.tickets('?limit=100');
    expect(tickets).toHaveLength(CHANNELS);
    for (const { id } of tickets) {
      const { messages } = await scene.ticket(id);
      expect(messages.map(({ text }) => text).sort()).toEqual([...parts].sort());
    }
  });

  test('a hundred messages, both ways, while one of two replicas dies: each is there once, in the order said', async () => {
    const { slack } = scene;
    const speak = async (index: number, onSaid: () => void) => {
      const { channel } = await scene.merchant(`Merchant ${index}`);
      const ada = { channel: channel.id, user: (await slack.addUser({ name: 'Ada' })).id };
      const words = Array.from({ length: EACH }, (_, turn) => `word ${index}.${turn} of many`);
      const asked = await slack.say({ ...ada, text: words[0]! });
      const query = { channel: desk.id, threadTs: null, containing: words[0]! };
      const [root] = await slack.untilPosted(query, 1, PATIENCE);
      const merchant = { ...ada, threadTs: asked.ts };
      const agent = { channel: desk.id, user: bo.id, threadTs: root!.ts };
      for (const [turn, word] of words.entries()) {
        // As people do: one after the other, and both sides at the same time.
        const said = [slack.say({ ...agent, text: word })];
        if (turn > 0) said.push(slack.say({ ...merchant, text: word }));
        for (const event of await Promise.all(said)) await slack.delivered(event, PATIENCE);
        onSaid();
      }
      return { merchant, agent, words };
    };

    let turns = 0;
    let dying: Promise<unknown> | undefined;
    const dieInTheMiddle = () => {
      turns += 1;
      if (turns === (CHANNELS * EACH) / 2) dying = scene.apps[0]!.kill().then(() => scene.startApp());
    };
    const talks = await Promise.all(numbers.map((index) => speak(index, dieInTheMiddle)));
    await dying;
    expect(scene.apps).toHaveLength(2);

    await untilOneCopyEach(scene, view);
    for (const { merchant, agent, words } of talks) {
      const { channel, threadTs } = merchant;
      expect(await wordsInThread(scene, { channel, threadTs }, words)).toEqual(words);
      const atDesk = { channel: desk.id, threadTs: agent.threadTs };
      expect(await wordsInThread(scene, atDesk, words)).toEqual(words.slice(1));
    }
  });
});
