import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { untilOneCopyEach } from '../support/scene/copies.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { RETRIES_MS } from '../support/scene/quick-death.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import { beginTalk, copiesIn, sayIn, type Talk } from '../support/scene/talk.ts';
import type { Channel } from '../support/slack-stand-in/world-types.ts';

const WORDS = 'It is on its way';

onEachDatabase((database) => {
  let scene: Scene;
  let view: DatabaseView;
  let desk: Channel;
  let bo: Agent;
  let acme: Merchant;
  let talk: Talk;
  let count = 0;

  beforeAll(async () => {
    scene = await Scene.open(database, {
      slack: { retryDelaysMs: RETRIES_MS },
      // On a busy machine the first post of a process takes longer than the other stories of crashes give it.
      app: { leaseMs: 3_000, requestTimeoutMs: 2_000 },
    });
    view = await viewDatabase(scene.databaseUrl);
    desk = await scene.desk();
    bo = await scene.agent('Bo', [], false);
  });
  afterAll(async () => {
    await view.close();
    await scene.close();
  });
  beforeEach(async () => {
    count += 1;
    acme = await scene.merchant(`Acme ${count}`);
    talk = await beginTalk(scene, acme, `Where is parcel ${count}?`);
  });

  const setMember = (botIsMember: boolean) => scene.slack.updateChannel(acme.channel.id, { botIsMember });
  const notes = () => scene.slack.posts({ ...talk.atDesk, containing: 'elivered to Acme' });
  const alarms = () => scene.slack.posts({ channel: desk.id, containing: `Acme ${count}’s channel` });
  const fail = async () => {
    await setMember(false);
    await sayIn(scene, talk.atDesk, bo, WORDS);
    const [note] = await notes();
    await setMember(true);
    return note!;
  };
  const settled = async () => {
    await scene.startApp();
    await scene.settle();
    await untilOneCopyEach(scene, view);
  };
  /** All is well, and was told once. */
  const isOver = async () => {
    expect(await copiesIn(scene, talk.atMerchant)).toEqual([WORDS]);
    expect((await notes()).map(({ shown }) => shown)).toEqual([expect.stringContaining(`late: “${WORDS}”`)]);
    expect((await alarms()).map(({ shown }) => shown)).toEqual([expect.stringContaining('It can be again')]);
  };

  test('dying between a failure and the telling: told once', async () => {
    await setMember(false);
    const app = await scene.restart({ having: 'update', table: 'channel' });
    await scene.slack.say({ ...talk.atDesk, user: bo.id, text: WORDS });
    expect(await app.gone).toBe('SIGKILL');
    expect([await notes(), await alarms()]).toEqual([[], []]);
    await scene.startApp();
    await scene.settle();
    const [note, ...more] = await notes();
    expect([note?.shown, more]).toEqual([expect.stringContaining('Not delivered'), []]);
    expect(await alarms()).toHaveLength(1);
    await setMember(true);
    await scene.slack.click({ channel: desk.id, ts: note!.ts, user: bo.id, label: 'Retry' });
    await scene.settle();
    await isOver();
  });

  test.each(['after-commit-before-answer', 'after-intent', 'after-response-before-sent'] as const)(
    'dying between the click on Retry and the end of the post, %s: posted once',
    async (at) => {
      const note = await fail();
      const app = await scene.restart({ at, containing: at === 'after-commit-before-answer' ? 'retry:' : WORDS });
      await scene.slack.click({ channel: desk.id, ts: note.ts, user: bo.id, label: 'Retry' });
      expect(await app.gone).toBe('SIGKILL');
      await settled();
      await isOver();
    },
  );

  test('dying while we are told that we are back: what failed is sent once', async () => {
    await fail();
    const app = await scene.restart({ having: 'update', table: 'channel' });
    const joined = { type: 'member_joined_channel', channel: acme.channel.id, user: scene.slack.home.botUserId };
    await scene.slack.sendEvent({ event: { ...joined, event_ts: `${(Date.now() / 1000).toFixed(3)}000` } });
    expect(await app.gone).toBe('SIGKILL');
    await settled();
    await isOver();
  });
});
