import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { enqueueJob } from '../../../src/jobs/enqueue-job.ts';
import type { JobHandler } from '../../../src/jobs/job.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import type { Unit } from '../../../src/storage/unit.ts';
import { onEachDatabase, onMariaDb } from '../../support/databases.ts';
import { aGate, aJob, doing, eventually, jobWorld, leaveEffect, leavesItsNote } from './job-world.ts';

onEachDatabase((database) => {
  const world = jobWorld(database);

  test('the jobs of a lane run by position, then in the order in which they came', async () => {
    await world.enqueue(
      aJob('later', { position: 2 }),
      aJob('first', { position: 1 }),
      aJob('second', { position: 1 }),
      aJob('before all', { position: -5 }),
    );
    await world.startWorker();
    await world.idle();
    expect(await world.effects()).toEqual(['before all', 'first', 'second', 'later']);
  });

  test('a job reaches its handler as it was enqueued', async () => {
    const seen: unknown[] = [];
    await world.enqueue(aJob('x', { payload: { nested: { list: [1, 'zwei', null] } }, position: 1_795_305_600_123 }));
    await world.startWorker({ note: doing((job) => seen.push(job)) });
    await world.idle();
    expect(seen).toEqual([
      expect.objectContaining({
        lane: 'lane',
        kind: 'note',
        payload: { nested: { list: [1, 'zwei', null] } },
        position: 1_795_305_600_123,
        holdsLane: false,
        attempts: 0,
        state: 'ready',
      }),
    ]);
  });

  test('what a unit enqueued is gone when the unit fails', async () => {
    const worker = await world.startWorker();
    const unit = world.storage.unit(async (unit) => {
      await worker.enqueue(unit, aJob('never'));
      throw new Error('on purpose');
    });
    await expect(unit).rejects.toThrow('on purpose');
    await world.enqueue(aJob('after'));
    await world.idle();
    expect(await world.effects()).toEqual(['after']);
    expect(await world.jobs()).toHaveLength(1);
  });

  test('a unique key admits one unfinished job, and another one after that', async () => {
    expect(
      await world.enqueue(
        aJob('one', { uniqueKey: 'card' }),
        aJob('two', { uniqueKey: 'card' }),
        aJob('elsewhere', { uniqueKey: 'card', lane: 'other' }),
        aJob('Case matters', { uniqueKey: 'Card' }),
        aJob('no key'),
        aJob('no key either'),
      ),
    ).toEqual([true, false, false, true, true, true]);
    await world.startWorker();
    await world.idle();
    expect(await world.enqueue(aJob('three', { uniqueKey: 'card' }))).toEqual([true]);
    await world.idle();
    expect(await world.effects()).toEqual(['one', 'Case matters', 'no key', 'no key either', 'three']);
  });

  test('a job with a delay waits for it, and keeps those behind it waiting', async () => {
    const began = Date.now();
    const at: number[] = [];
    await world.startWorker({ note: leavesItsNote, records: doing(() => at.push(Date.now())) });
    await world.enqueue(aJob('', { kind: 'records', delayMs: 300 }), aJob('behind'));
    await world.enqueue(aJob('free', { lane: 'other' }));
    await world.idle();
    expect(at[0]! - began).toBeGreaterThanOrEqual(295);
    expect(await world.effects()).toEqual(['free', 'behind']);
  });

  test('a job that enqueues the next one in its Finish finds it run in the same lane', async () => {
    const countsDown: JobHandler = {
      run: (job) =>
        Promise.resolve(async (unit) => {
          const left = Number(job.payload['left']);
          await leaveEffect(unit, job, `left ${left}`);
          if (left > 0) await enqueueJob(unit, aJob('', { kind: 'count', payload: { left: left - 1 } }));
        }),
    };
    await world.startWorker({ count: countsDown });
    await world.enqueue(aJob('', { kind: 'count', payload: { left: 3 } }));
    await world.idle();
    expect(await world.effects()).toEqual(['left 3', 'left 2', 'left 1', 'left 0']);
  });

  test('a long lane gives way to the others', async () => {
    await world.enqueue(...Array.from({ length: 45 }, (_, n) => aJob(`long ${n}`, { lane: 'long' })));
    await world.enqueue(aJob('short', { lane: 'short' }));
    await world.startWorker({ note: leavesItsNote }, { lanes: 1 });
    await world.idle();
    const effects = await world.effects();
    expect(effects).toHaveLength(46);
    expect(effects.indexOf('short')).toBe(20);
  });

  test('a slow lane delays no other', async () => {
    const gate = aGate();
    await world.enqueue(aJob('', { kind: 'slow', lane: 'slow' }), aJob('quick', { lane: 'quick' }));
    await world.startWorker({ note: leavesItsNote, slow: doing(gate.pass) });
    await gate.reached;
    await eventually(async () => expect(await world.effects()).toEqual(['quick']));
    gate.open();
  });

  test('two workers share the lanes; no lane is run twice at once, and every job runs once, in order', async () => {
    const active = new Set<string>();
    const overlaps: string[] = [];
    const ranBy = [0, 0];
    const watching = (worker: 0 | 1): JobHandler => ({
      async run(job, turn) {
        if (active.has(job.lane)) overlaps.push(job.lane);
        active.add(job.lane);
        ranBy[worker] = ranBy[worker]! + 1;
        await turn.unit((unit) => leaveEffect(unit, job, `${job.lane} ${String(job.payload['note'])}`));
        await sleep(2);
        active.delete(job.lane);
        return undefined;
      },
    });
    await world.startWorker({ note: watching(0) }, { lanes: 4 }, world.storage);
    await world.startWorker({ note: watching(1) }, { lanes: 4 }, world.otherReplica);
    const lanes = Array.from({ length: 12 }, (_, n) => `lane ${n}`);
    for (let n = 0; n < 10; n += 1) await world.enqueue(...lanes.map((lane) => aJob(`job ${n}`, { lane })));
    await world.idle();
    expect(overlaps).toEqual([]);
    expect(Math.min(...ranBy)).toBeGreaterThan(0);
    const effects = await world.effects();
    for (const lane of lanes) {
      const ofLane = effects.filter((note) => note.startsWith(`${lane} `));
      expect(ofLane).toEqual(Array.from({ length: 10 }, (_, n) => `${lane} job ${n}`));
    }
  });
});

/** The unit, with a pause after each statement in which others may come between. */
const pausing = (unit: Unit): Unit =>
  ({
    dialect: unit.dialect,
    async execute(sql, parameters) {
      const met = await unit.execute(sql, parameters);
      await unit.query('SELECT SLEEP(0.2)');
      return met;
    },
  }) satisfies Pick<Unit, 'dialect' | 'execute'> as unknown as Unit;

onMariaDb((database) => {
  const world = jobWorld(database);

  test('the order of a lane is the order of commits: who enqueues second waits for the first to commit', async () => {
    await world.startWorker();
    const slow = world.storage.unit((unit) => enqueueJob(pausing(unit), aJob('first')));
    await sleep(100);
    await Promise.all([slow, world.enqueue(aJob('second'))]);
    await world.idle();
    expect(await world.effects()).toEqual(['first', 'second']);
  });

  test('a job that is being enqueued while the last job of its lane ends is not forgotten', async () => {
    const gate = aGate();
    await world.startWorker({ note: leavesItsNote, gate: doing(gate.pass) });
    await world.enqueue(aJob('', { kind: 'gate' }));
    await gate.reached;
    const slow = world.storage.unit((unit) => enqueueJob(pausing(unit), aJob('second')));
    await sleep(100);
    gate.open();
    await slow;
    await world.idle();
    expect(await world.effects()).toEqual(['second']);
  });

  test('a job that is being enqueued while an empty lane is given back is not forgotten', async () => {
    await world.enqueue(aJob('first', { delayMs: 60_000 }));
    await world.storage.unit(async (unit) => {
      await unit.execute('DELETE FROM job');
      await unit.execute('UPDATE lane SET wakeAt = 1');
    });
    let slow: Promise<unknown> | undefined;
    const storage: Storage = {
      ...world.storage,
      async read(work) {
        const seen = await world.storage.read(work);
        // The worker has claimed the lane and seen that nothing stands in it.
        const claimed = (await world.lane())!.token !== 0;
        if (claimed && !slow) {
          slow = world.otherReplica.unit((unit) => enqueueJob(pausing(unit), aJob('second')));
          await sleep(100);
        }
        return seen;
      },
    };
    await world.startWorker({ note: leavesItsNote }, {}, storage);
    await world.idle();
    // It may be written down only now.
    await slow;
    await world.idle();
    expect(await world.effects()).toEqual(['second']);
  });
});
