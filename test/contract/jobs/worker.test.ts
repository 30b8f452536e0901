import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobHandler } from '../../../src/jobs/job.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { aGate, aJob, eventually, jobWorld, leavesItsNote, never } from './job-world.ts';

const FOR_EVER = 2 ** 30;

onEachDatabase((database) => {
  const world = jobWorld(database);

  test('a job that this process enqueues runs at once, not at the next poll', async () => {
    const worker = await world.startWorker({ note: leavesItsNote }, { pollMs: FOR_EVER });
    await sleep(50);
    await world.storage.unit((unit) => worker.enqueue(unit, aJob('now')));
    await world.idle();
    expect(await world.effects()).toEqual(['now']);
  });

  test('a job that another replica enqueued is found by polling', async () => {
    const worker = await world.startWorker({ note: leavesItsNote }, { pollMs: 250 });
    await sleep(50);
    const began = Date.now();
    await world.enqueue(aJob('from elsewhere'));
    await eventually(async () => expect(await world.effects()).toEqual(['from elsewhere']));
    expect(Date.now() - began).toBeLessThan(3_000);
    await worker.stop();
  });

  test('more lanes than one worker takes at once are all served, without waiting for a poll', async () => {
    await world.enqueue(...Array.from({ length: 30 }, (_, n) => aJob(`${n}`, { lane: `lane ${n}` })));
    await world.startWorker({ note: leavesItsNote }, { lanes: 3, pollMs: FOR_EVER });
    await world.idle();
    expect(await world.effects()).toHaveLength(30);
  });

  test('stop finishes what runs, takes nothing more, and leaves the rest to others at once', async () => {
    const gate = aGate();
    const gated: JobHandler = {
      async run(job, turn) {
        await gate.pass();
        return leavesItsNote.run(job, turn);
      },
    };
    await world.enqueue(aJob('runs', { kind: 'gated' }), aJob('behind'));
    const worker = await world.startWorker({ note: leavesItsNote, gated }, { leaseMs: 60_000 });
    await gate.reached;
    const stopped = worker.stop();
    await world.enqueue(aJob('new', { lane: 'other' }));
    await sleep(100);
    gate.open();
    await stopped;
    expect(await world.effects()).toEqual(['runs']);
    expect((await world.lane())!.token).toBe(0);
    await world.startWorker({ note: leavesItsNote }, {}, world.otherReplica);
    await world.idle();
    expect((await world.effects()).sort()).toEqual(['behind', 'new', 'runs']);
  });

  test('stop does not wait for a handler that hangs', async () => {
    const gate = aGate();
    await world.enqueue(aJob('hangs', { kind: 'hangs' }));
    const hangs: JobHandler = {
      run: () => {
        void gate.pass();
        return never();
      },
    };
    const worker = await world.startWorker({ hangs }, { stopWithinMs: 100 });
    await gate.reached;
    const began = Date.now();
    await worker.stop();
    expect(Date.now() - began).toBeLessThan(1_500);
  });

  test('stop does not wait for a database that hangs', async () => {
    const hanging: Storage = { ...world.storage, read: never as Storage['read'] };
    const worker = await world.startWorker({}, { stopWithinMs: 100 }, hanging);
    const began = Date.now();
    await worker.stop();
    expect(Date.now() - began).toBeLessThan(1_500);
  });

  test('a database that was away for a moment stops nothing for good', async () => {
    let away = true;
    const flaky: Storage = {
      ...world.storage,
      read: (work) => (away ? Promise.reject(new Error('no connection')) : world.storage.read(work)),
    };
    await world.enqueue(aJob('job'));
    const worker = await world.startWorker({ note: leavesItsNote }, {}, flaky);
    await sleep(50);
    away = false;
    worker.wake();
    await world.idle();
    expect(await world.effects()).toEqual(['job']);
  });
});
