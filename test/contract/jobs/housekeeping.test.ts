import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { enqueueJob } from '../../../src/jobs/enqueue-job.ts';
import { GiveUp, type JobHandler } from '../../../src/jobs/job.ts';
import { listJobs, queueDepth, retryDeadJob } from '../../../src/jobs/list-jobs.ts';
import { pruneJobs } from '../../../src/jobs/prune-jobs.ts';
import { onEachDatabase, onMariaDb } from '../../support/databases.ts';
import { aJob, jobWorld, leavesItsNote } from './job-world.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

onEachDatabase((database) => {
  const world = jobWorld(database);

  const gives: JobHandler = { run: () => Promise.reject(new GiveUp('no')) };
  const prune = () => world.storage.unit(pruneJobs);
  const depth = () => world.storage.read(queueDepth);

  test('jobs that were done a day ago are deleted; younger, dead and waiting ones stay', async () => {
    await world.enqueue(
      aJob('old', { lane: 'old' }),
      aJob('young', { lane: 'young' }),
      aJob('dead', { lane: 'dead', kind: 'gives' }),
      aJob('held', { lane: 'held', kind: 'gives', holdsLane: true }),
    );
    const worker = await world.startWorker({ note: leavesItsNote, gives });
    await world.idle();
    await worker.stop();
    await world.enqueue(aJob('waits', { lane: 'waits', delayMs: DAY_MS }));
    for (const note of ['old', 'dead', 'held', 'waits']) await world.age(note, DAY_MS + 1_000);
    await world.age('young', DAY_MS - 60_000);
    expect(await prune()).toBe(1);
    expect((await world.jobs()).map(({ payload }) => payload['note'])).toEqual(['young', 'dead', 'held', 'waits']);
    expect([await world.lane('old'), await world.lane('young')]).toEqual([null, null]);
    expect(await world.lane('waits')).not.toBeNull();
    expect(await prune()).toBe(0);
  });

  test('a lane that was pruned is there again when something comes, and still held by its dead job', async () => {
    await world.enqueue(aJob('root', { kind: 'gives', holdsLane: true }));
    const worker = await world.startWorker({ gives });
    await world.idle();
    await worker.stop();
    await prune();
    expect(await world.lane()).toBeNull();
    await world.enqueue(aJob('reply'));
    await world.startWorker({ note: leavesItsNote, gives: leavesItsNote });
    await world.idle();
    expect(await world.effects()).toEqual([]);
    const { id } = await world.job('root');
    await world.storage.unit((unit) => retryDeadJob(unit, id));
    await world.idle();
    expect(await world.effects()).toEqual(['root', 'reply']);
  });

  test('the depth of the queue counts what waits and what is dead, and how long the oldest lane is due', async () => {
    expect(await depth()).toEqual({ ready: 0, dead: 0, oldestLaneSeconds: 0 });
    await world.enqueue(aJob('dead', { kind: 'gives' }), aJob('done'));
    const worker = await world.startWorker({ note: leavesItsNote, gives });
    await world.idle();
    await worker.stop();
    await world.enqueue(aJob('one'), aJob('two'), aJob('later', { lane: 'later', delayMs: DAY_MS }));
    expect(await depth()).toMatchObject({ ready: 3, dead: 1 });
    await world.storage.unit((unit) => unit.execute(`UPDATE lane SET wakeAt = wakeAt - 5000 WHERE name = 'lane'`));
    const { oldestLaneSeconds } = await depth();
    expect(oldestLaneSeconds).toBeGreaterThanOrEqual(5);
    expect(oldestLaneSeconds).toBeLessThan(60);
  });

  test('jobs are listed newest first, by state, page by page', async () => {
    await world.enqueue(...['1', '2', '3'].map((note) => aJob(note)), aJob('4', { kind: 'gives', uniqueKey: 'four' }));
    const worker = await world.startWorker({ note: leavesItsNote, gives });
    await world.idle();
    await worker.stop();
    const list = (options: Parameters<typeof listJobs>[1]) => world.storage.read((reader) => listJobs(reader, options));
    const notes = (jobs: Awaited<ReturnType<typeof list>>) => jobs.map(({ payload }) => payload['note']);
    const page = await list({ limit: 2 });
    expect(notes(page)).toEqual(['4', '3']);
    expect(notes(await list({ limit: 2, before: page[1]!.id }))).toEqual(['2', '1']);
    const [dead] = await list({ state: 'dead', limit: 10 });
    expect(dead).toMatchObject({ state: 'dead', inLane: false, holdsLane: false, lastError: 'no', attempts: 1 });
    expect(dead!.finishedAt! - dead!.createdAt).toBeLessThan(60_000);
  });
});

onMariaDb((database) => {
  const world = jobWorld(database);

  test('a lane into which someone enqueues at this moment is not pruned', async () => {
    await world.enqueue(aJob('one'));
    await world.startWorker();
    await world.idle();
    const enqueuing = world.storage.unit(async (unit) => {
      await enqueueJob(unit, aJob('two'));
      await unit.query('SELECT SLEEP(0.4)');
    });
    await sleep(150);
    await Promise.all([enqueuing, world.otherReplica.unit(pruneJobs)]);
    await world.idle();
    expect(await world.effects()).toEqual(['one', 'two']);
  });
});
