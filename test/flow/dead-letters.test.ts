import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { ask, rootOf } from '../support/scene/ask.ts';
import { cardOf } from '../support/scene/offers.ts';
import { Scene, type Agent } from '../support/scene/scene.ts';
import type { User } from '../support/slack-stand-in/world-types.ts';

interface DeadJob {
  readonly id: number;
  readonly kind: string;
  readonly lane: string;
  readonly state: string;
  readonly holdsLane: boolean;
  readonly attempts: number;
  readonly lastError: string;
}

onEachDatabase((database) => {
  let scene: Scene;
  let ada: User;
  let bo: Agent;

  beforeAll(async () => {
    scene = await Scene.open(database);
    ada = await scene.slack.addUser({ name: 'Ada' });
    bo = await scene.agent('Bo');
  });
  afterAll(() => scene.close());

  /** A merchant with a desk of their own: what one story breaks is whole in all others. */
  const connect = async (name: string) => {
    const merchant = await scene.merchant(name);
    return { merchant, channel: merchant.channel, desk: await scene.desk(merchant.id) };
  };

  const deadJobs = async () => (await scene.api<{ jobs: DeadJob[] }>('GET', '/jobs?state=dead')).body.jobs;

  const untilDead = (): Promise<DeadJob> =>
    scene.slack.until('one job to be dead', async () => {
      const [dead, ...more] = await deadJobs();
      expect(more).toEqual([]);
      return dead;
    });

  const retry = async ({ id }: DeadJob) => {
    const { status, body } = await scene.api('POST', `/jobs/${id}/retry`, {});
    expect([status, body]).toMatchObject([200, { success: true, job: { id, state: 'ready', attempts: 0 } }]);
  };

  const deaths = async () =>
    (await scene.metric('switchboard_deliveries_total')).get('{platform="slack",outcome="dead"}') ?? 0;

  test('a post into an archived channel is given up where everybody sees it, and delivered when it is retried', async () => {
    const { merchant, channel, desk } = await connect('Acme');
    const { said, root } = await ask(scene, merchant, ada, 'The payout is wrong');
    const before = await deaths();

    await scene.slack.updateChannel(channel.id, { isArchived: true });
    await scene.slack.say({ channel: desk.id, user: bo.id, threadTs: root.ts, text: 'Which one?' });
    const dead = await untilDead();
    expect(dead).toMatchObject({ kind: 'post', state: 'dead', holdsLane: false, attempts: 1 });
    expect(dead.lastError).toContain('unarchive it');
    expect((await scene.metric('switchboard_jobs')).get('{state="dead"}')).toBe(1);
    expect(await deaths()).toBe(before + 1);

    // What is retried too early is dead again.
    await retry(dead);
    await scene.settle();
    expect(await untilDead()).toMatchObject({ id: dead.id });

    await scene.slack.updateChannel(channel.id, { isArchived: false });
    await retry(dead);
    await scene.settle();
    const [answer, ...more] = await scene.slack.posts({ channel: channel.id, containing: 'Which one?' });
    expect([answer, more]).toMatchObject([{ threadTs: said.ts, username: 'Bo' }, []]);
    expect(await deadJobs()).toEqual([]);
    expect((await scene.metric('switchboard_jobs')).get('{state="dead"}')).toBe(0);
    const again = await scene.api('POST', `/jobs/${dead.id}/retry`, {});
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  test('a dead root holds its thread: the replies wait for it, and follow it', async () => {
    const { slack } = scene;
    const { merchant, channel, desk } = await connect('Beta');
    await slack.updateChannel(desk.id, { botIsMember: false });

    const said = await slack.say({ channel: channel.id, user: ada.id, text: 'The invoice is wrong' });
    const dead = await untilDead();
    expect(dead).toMatchObject({ kind: 'post', holdsLane: true });
    expect(dead.lastError).toContain('invite the bot');
    for (const text of ['Its number is 17', 'And it is due']) {
      await slack.delivered(await slack.say({ channel: channel.id, user: ada.id, threadTs: said.ts, text }));
    }
    // The merchant still has their line, the ticket is there, and an agent is asked to take it.
    await slack.untilPosted({ channel: channel.id, containing: 'is open' });
    const [ticket] = await scene.tickets(`?merchantId=${merchant.id}`);
    expect((await scene.ticket(ticket!.id)).messages).toHaveLength(3);
    expect((await cardOf(scene, bo, ticket!.id)).shown).toContain('Beta needs you: The invoice is wrong');
    const ready = (await scene.api<{ jobs: DeadJob[] }>('GET', '/jobs?state=ready')).body.jobs;
    const waiting = ready.filter(({ lane }) => lane === dead.lane);
    expect(waiting.map(({ kind }) => kind)).toEqual(['post', 'post']);
    expect(await deadJobs()).toMatchObject([{ id: dead.id }]);

    await slack.updateChannel(desk.id, { botIsMember: true });
    await retry(dead);
    await scene.settle();
    const root = await rootOf(scene, ticket!);
    const replies = await slack.posts({ channel: desk.id, threadTs: root.ts });
    expect(root.shown).toContain('The invoice is wrong');
    expect(replies.map(({ shown }) => shown)).toEqual(['Its number is 17', 'And it is due']);
    expect(await deadJobs()).toEqual([]);
  });

  test('a dead reply frees its thread, and comes at the end with its own time when it is retried', async () => {
    const { slack } = scene;
    const { merchant, channel } = await connect('Gamma');
    const { said, root } = await ask(scene, merchant, ada, 'The terminal is broken');
    const refusal = { action: 'error', error: 'msg_blocks_too_long', containing: 'It fell down' } as const;
    await slack.fault({ ...refusal, times: 1 });

    for (const text of ['It fell down', 'It does not start']) {
      await slack.delivered(await slack.say({ channel: channel.id, user: ada.id, threadTs: said.ts, text }));
    }
    const dead = await untilDead();
    expect(dead).toMatchObject({ kind: 'post', holdsLane: false });
    await scene.settle();
    const replies = () => slack.posts({ channel: root.channel, threadTs: root.ts });
    expect((await replies()).map(({ shown }) => shown)).toEqual(['It does not start']);

    await retry(dead);
    await scene.settle();
    expect((await replies()).map(({ shown }) => shown)).toEqual([
      'It does not start',
      expect.stringMatching(/^It fell down\nSaid at /) as unknown,
    ]);
    expect(await deadJobs()).toEqual([]);
  });
});
