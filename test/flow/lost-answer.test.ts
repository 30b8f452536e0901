import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEachDatabase } from '../support/databases.ts';
import { readCounter, untilOneCopyEach, wordsInThread } from '../support/scene/copies.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { Scene } from '../support/scene/scene.ts';
import type { EchoMode, FaultAction } from '../support/slack-stand-in/protocol.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

/** After each of them nobody can know whether the post stands there; in half of them it does. */
const LOSSES: readonly FaultAction[] = [
  { action: 'cut-after-accepting' },
  { action: 'cut-before-accepting' },
  { action: 'server-error' },
  { action: 'server-error', accepted: true },
  { action: 'hang-after-accepting' },
  { action: 'hang-before-accepting' },
  { action: 'error', error: 'internal_error' },
];

onEachDatabase((database) => {
  let scene: Scene;
  let view: DatabaseView;
  let desk: Channel;
  let acme: { id: number; channel: Channel };
  let bo: User;

  const stage = async (app: { requestTimeoutMs: number }) => {
    scene = await Scene.open(database, { app });
    view = await viewDatabase(scene.databaseUrl);
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    bo = await scene.agent('Bo', [], false);
  };
  const leave = async () => {
    await view.close();
    await scene.close();
  };

  /** Somebody new each time: what one person says within two minutes is one ticket. */
  const ask = async (text: string, channel = acme.channel) => {
    const place = { channel: channel.id, user: (await scene.slack.addUser({ name: 'Ada' })).id };
    return { ...place, threadTs: (await scene.slack.say({ ...place, text })).ts };
  };
  const deskThreadOf = async (text: string) => {
    const [root] = await scene.slack.untilPosted({ channel: desk.id, threadTs: null, containing: text });
    return { channel: desk.id, threadTs: root!.ts };
  };
  const answer = async (subject: string, text: string) =>
    scene.slack.say({ ...(await deskThreadOf(subject)), user: bo.id, text });
  const ambiguous = () => readCounter(scene, 'switchboard_deliveries_total', 'outcome="ambiguous"');
  /** Each loss, and none twice. A machine that stands still between an intent and its request adds that post. */
  const expectCounted = async (before: number) => {
    const counted = (await ambiguous()) - before;
    expect(counted).toBeGreaterThanOrEqual(LOSSES.length);
    expect(counted).toBeLessThan(2 * LOSSES.length);
  };

  describe("the answer to a post is lost, and reading back or the post's own event says what became of it", () => {
    beforeAll(() => stage({ requestTimeoutMs: 400 }));
    afterAll(leave);

    describe.each<EchoMode>(['after', 'off'])('echo %s', (echo) => {
      beforeEach(() => scene.slack.setEcho(echo));

      const lose = (loss: FaultAction, text: string) =>
        scene.slack.fault({ ...loss, method: 'chat.postMessage', containing: text });

      test("each way of losing it, for the root of a ticket's thread: one copy", async () => {
        const before = await ambiguous();
        for (const [index, loss] of LOSSES.entries()) {
          const subject = `Root ${index} ${echo}`;
          const fault = await lose(loss, subject);
          const asked = await ask(subject);
          await fault.hit();
          await scene.slack.say({ ...asked, text: 'And a reply' });
        }
        await untilOneCopyEach(scene, view);
        for (const index of LOSSES.keys()) {
          const thread = await deskThreadOf(`Root ${index} ${echo}`);
          expect(await wordsInThread(scene, thread, ['And a reply'])).toEqual(['And a reply']);
        }
        await expectCounted(before);
      });

      test("each way of losing it, for an agent's reply: one copy, and what follows stays behind it", async () => {
        const before = await ambiguous();
        const threads: Awaited<ReturnType<typeof ask>>[] = [];
        for (const [index, loss] of LOSSES.entries()) {
          const subject = `Reply ${index} ${echo}`;
          threads.push(await ask(subject));
          const fault = await lose(loss, `First to ${subject}`);
          await answer(subject, `First to ${subject}`);
          await fault.hit();
          await answer(subject, `Second to ${subject}`);
        }
        await untilOneCopyEach(scene, view);
        for (const { channel, threadTs } of threads) {
          const words = await wordsInThread(scene, { channel, threadTs }, ['First', 'Second']);
          expect(words).toEqual(['First', 'Second']);
        }
        await expectCounted(before);
      });
    });
  });

  describe('a post is still on its way', () => {
    beforeAll(() => stage({ requestTimeoutMs: 3_000 }));
    afterAll(leave);

    test('when its process dies: whoever takes over looks only when it must have arrived', async () => {
      const { slack } = scene;
      await ask('Payout is late');
      await deskThreadOf('Payout is late');
      await slack.setEcho('off');
      const delay = await slack.fault({ action: 'delay', ms: 2_500, containing: 'Coming' });
      await answer('Payout is late', 'Coming');
      await delay.hit();
      const arrived = sleep(2_600);
      await scene.restart();
      await arrived;
      await untilOneCopyEach(scene, view);
      expect(await slack.posts({ channel: acme.channel.id, containing: 'Coming' })).toHaveLength(1);
      await slack.setEcho('after');
    });

    test('its own event says that it stands there: nobody waits for the answer, nothing is read back', async () => {
      const { slack } = scene;
      const hanging = await slack.fault({
        action: 'hang-after-accepting',
        channel: desk.id,
        containing: 'Payout lost',
      });
      const { channel, threadTs } = await ask('Payout lost');
      await hanging.hit();
      const readBack = await slack.calls({ method: 'conversations.history' });
      await slack.quiet();
      const answered = await answer('Payout lost', 'Found it');
      expect(await slack.delivered(answered)).toMatchObject({ retryNum: 0 });
      await slack.untilPosted({ channel, threadTs, containing: 'Found it' }, 1, { timeoutMs: 1_500 });
      await untilOneCopyEach(scene, view);
      expect(await slack.calls({ method: 'conversations.history' })).toEqual(readBack);
    });

    test('a 429 holds its channel alone, for as long as Slack says, and uses no attempt', async () => {
      const { slack } = scene;
      const globex = await scene.merchant('Globex');
      await ask('Acme asks');
      await ask('Globex asks', globex.channel);
      await deskThreadOf('Globex asks');
      await untilOneCopyEach(scene, view);
      const limit = await slack.fault({ action: 'rate-limit', retryAfterSeconds: 2, channel: acme.channel.id });
      await answer('Acme asks', 'To Acme, limited');
      await limit.hit();
      await answer('Acme asks', 'To Acme, behind it');
      await ask('Acme asks more');
      await answer('Globex asks', 'To Globex');

      await slack.untilPosted({ channel: globex.channel.id, containing: 'To Globex' }, 1, { timeoutMs: 1_500 });
      await slack.untilPosted({ channel: desk.id, containing: 'Acme asks more' }, 1, { timeoutMs: 1_500 });
      expect(await slack.posts({ channel: acme.channel.id, containing: 'To Acme' })).toEqual([]);
      const { body } = await scene.api<{ jobs: { kind: string; attempts: number }[] }>('GET', '/jobs?state=ready');
      const waiting = body.jobs.filter(({ kind }) => kind === 'post');
      expect(waiting.length).toBeGreaterThanOrEqual(3);
      expect(waiting.filter(({ attempts }) => attempts > 0)).toEqual([]);

      await untilOneCopyEach(scene, view);
      const posts = await slack.posts({ channel: acme.channel.id, containing: 'To Acme' });
      expect(posts.map(({ shown }) => shown)).toEqual(['To Acme, limited', 'To Acme, behind it']);
      const calls = await slack.calls({ method: 'chat.postMessage', channel: acme.channel.id });
      const limited = calls.findIndex(({ outcome }) => outcome === 'rate-limit');
      expect(calls[limited + 1]!.at - calls[limited]!.at).toBeGreaterThanOrEqual(2_000);
    });
  });
});
