import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEachDatabase, onMariaDb } from '../support/databases.ts';
import { firstAnswer, untilOneCopyEach, wordsInThread } from '../support/scene/copies.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { Scene } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

onEachDatabase((database) => {
  let scene: Scene;
  let view: DatabaseView;
  let desk: Channel;
  let acme: { id: number; channel: Channel };
  let ada: User;
  let bo: User;

  beforeAll(async () => {
    scene = await Scene.open(database, { app: { leaseMs: 1_500 } });
    view = await viewDatabase(scene.databaseUrl);
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    bo = await scene.agent('Bo', [], false);
  });
  beforeEach(async () => {
    // Somebody new each time: what one person says within two minutes is one ticket.
    ada = await scene.slack.addUser({ name: 'Ada' });
    await scene.slack.setEcho('after');
  });
  afterEach(() => scene.slack.clearFaults());
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  const ask = (text: string, hold = false) =>
    scene.slack.say({ channel: acme.channel.id, user: ada.id, text, delivery: { hold } });
  const reply = (threadTs: string, text: string, hold = false) =>
    scene.slack.say({ channel: acme.channel.id, user: ada.id, threadTs, text, delivery: { hold } });
  const answer = (threadTs: string, text: string) => scene.slack.say({ channel: desk.id, user: bo.id, threadTs, text });

  test('a reply arrives before the message it replies to: one ticket with both', async () => {
    const { slack } = scene;
    const asked = await ask('Where is my payout', true);
    const replied = await reply(asked.ts, 'It is from October');
    await slack.delivered(replied);
    const [root] = await slack.untilPosted({ channel: desk.id, threadTs: null, containing: 'It is from October' });
    await slack.release([asked]);

    const [late] = await slack.untilPosted({ channel: desk.id, containing: 'Where is my payout' });
    expect(late).toMatchObject({ threadTs: root!.ts });
    await answer(root!.ts, 'On its way');
    const [answered] = await slack.untilPosted({ channel: acme.channel.id, containing: 'On its way' });
    expect(answered).toMatchObject({ threadTs: asked.ts });
    await untilOneCopyEach(scene, view);
    const [ticket] = await scene.tickets();
    expect((await scene.ticket(ticket!.id)).messages.map(({ text }) => text)).toEqual([
      'It is from October',
      'Where is my payout',
      'On its way',
    ]);
  });

  test('a whole thread arrives backwards: one ticket, nothing lost', async () => {
    const { slack } = scene;
    const before = (await scene.tickets()).length;
    const words = ['first of four', 'second of four', 'third of four', 'fourth of four'];
    const asked = await ask(words[0]!, true);
    const replies = [];
    for (const word of words.slice(1)) replies.push(await reply(asked.ts, word, true));
    await slack.release([...replies.reverse(), asked]);

    await untilOneCopyEach(scene, view);
    expect(await scene.tickets()).toHaveLength(before + 1);
    const [root] = await slack.posts({ channel: desk.id, threadTs: null, containing: 'fourth of four' });
    const told = await wordsInThread(scene, { channel: desk.id, threadTs: root!.ts }, words);
    expect(told.sort()).toEqual(['first of four', 'second of four', 'third of four']);
  });

  describe("an agent's reply comes while the answer to the root's post is still out", () => {
    const postRoot = async (text: string) => {
      const { slack } = scene;
      await slack.setEcho('off');
      const hanging = await slack.fault({
        action: 'hang-after-accepting',
        method: 'chat.postMessage',
        channel: desk.id,
        containing: text,
      });
      const asked = await ask(text);
      await hanging.hit();
      const [root] = await slack.posts({ channel: desk.id, containing: text });
      return { asked, root: root!, hanging };
    };

    test.each([
      ['and the answer comes', (hanging: { release(): Promise<void> }) => hanging.release()],
      ['and the answer is lost', () => Promise.resolve()],
      [
        'and the process dies',
        async () => {
          await scene.restart();
        },
      ],
    ])('%s', async (how, goOn) => {
      const { slack } = scene;
      const { asked, root, hanging } = await postRoot(`Payout is short ${how}`);
      const said = await answer(root.ts, `Seen it ${how}`);
      const first = await firstAnswer(scene, said);
      expect(first).toMatchObject({ status: 503 });
      await goOn(hanging);

      await slack.delivered(said);
      const [copy] = await slack.untilPosted({ channel: acme.channel.id, containing: `Seen it ${how}` });
      expect(copy).toMatchObject({ threadTs: asked.ts });
      await untilOneCopyEach(scene, view);
    });

    test('one in a thread that is no ticket is heard as soon as nothing is being opened', async () => {
      const { slack } = scene;
      const lunch = await slack.say({ channel: desk.id, user: bo.id, text: 'Lunch?' });
      await slack.delivered(lunch);
      const said = await answer(lunch.ts, 'Gladly');
      expect(await slack.delivered(said)).toMatchObject({ retryNum: 0 });
    });
  });
});

onMariaDb((database) => {
  let scene: Scene;
  let view: DatabaseView;
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  test('the root is written down between the two looks for a thread: the reply is not missed', async () => {
    scene = await Scene.open(database, {
      slack: { echo: 'off' },
      app: { pause: { before: 'delivery.opensThread = 1', ms: 1_000 }, requestTimeoutMs: 5_000, leaseMs: 10_000 },
    });
    const { slack } = scene;
    view = await viewDatabase(scene.databaseUrl);
    const acme = await scene.merchant('Acme');
    const desk = await scene.desk();
    const bo = await scene.agent('Bo', [], false);
    const ada = await slack.addUser({ name: 'Ada' });
    const hanging = await slack.fault({ action: 'hang-after-accepting', channel: desk.id, method: 'chat.postMessage' });
    await slack.say({ channel: acme.channel.id, user: ada.id, text: 'Payout is short' });
    await hanging.hit();
    const [root] = await slack.posts({ channel: desk.id });

    const said = await slack.say({ channel: desk.id, user: bo.id, threadTs: root!.ts, text: 'Seen it' });
    await sleep(300);
    await hanging.release();
    await slack.delivered(said);
    await slack.untilPosted({ channel: acme.channel.id, containing: 'Seen it' });
    await untilOneCopyEach(scene, view);
  });
});
