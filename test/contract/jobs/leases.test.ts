import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { GIVE_UP_AFTER_MS } from '../../../src/jobs/enqueue-job.ts';
import { LeaseLost, type JobHandler } from '../../../src/jobs/job.ts';
import { claimLanes, releaseLane } from '../../../src/jobs/lease-lane.ts';
import { onEachDatabase, onMariaDb } from '../../support/databases.ts';
import { waitFor } from '../../support/wait-for.ts';
import { aGate, aJob, doing, jobWorld, leaveEffect, leavesItsNote, mortal, never } from './job-world.ts';

onEachDatabase((database) => {
  const world = jobWorld(database);

  const claim = (leaseMs: number) => world.storage.unit((unit) => claimLanes(unit, 10, leaseMs));

  test('a worker paused past its lease writes nothing more; what the other one did stands', async () => {
    const pause = aGate();
    const refused: unknown[] = [];
    let tries = 0;
    const handler: JobHandler = {
      async run(job, turn) {
        tries += 1;
        if (tries > 1) return (unit) => leaveEffect(unit, job, 'the other');
        await pause.pass();
        await turn
          .unit((unit) => leaveEffect(unit, job, 'late, in a unit'))
          .catch((error: unknown) => {
            refused.push(error);
          });
        return (unit) => leaveEffect(unit, job, 'late, at the end');
      },
    };
    await world.startWorker({ note: handler }, { leaseMs: 150 }, world.storage);
    await world.startWorker({ note: handler }, { leaseMs: 150 }, world.otherReplica);
    await world.enqueue(aJob('job'));
    await world.idle();
    pause.open();
    await sleep(100);
    expect(refused).toEqual([expect.any(LeaseLost)]);
    expect(await world.effects()).toEqual(['the other']);
    expect(await world.job('job')).toMatchObject({ state: 'done', attempts: 0, lastError: null });
  });

  test('a paused worker that fails does not touch the job that another one does', async () => {
    const [pause, atWork] = [aGate(), aGate()];
    let tries = 0;
    const handler: JobHandler = {
      async run(job, turn) {
        tries += 1;
        if (tries === 1) {
          await pause.pass();
          throw new Error('late');
        }
        await turn.unit(() => Promise.resolve());
        await atWork.pass();
        return leavesItsNote.run(job, turn);
      },
    };
    await world.startWorker({ note: handler }, { leaseMs: 150 }, world.storage);
    await world.enqueue(aJob('job'));
    await pause.reached;
    await world.startWorker({ note: handler }, {}, world.otherReplica);
    await atWork.reached;
    pause.open();
    await sleep(100);
    expect(await world.job('job')).toMatchObject({ state: 'ready', attempts: 0, lastError: null });
    expect((await world.lane())!.token).not.toBe(0);
    atWork.open();
    await world.idle();
    expect(await world.effects()).toEqual(['job']);
  });

  test('each unit of its turn renews the lease of a long job', async () => {
    let tries = 0;
    const long: JobHandler = {
      async run(job, turn) {
        tries += 1;
        for (let step = 1; step <= 4; step += 1) {
          await sleep(400);
          await turn.unit((unit) => leaveEffect(unit, job, `step ${step}`));
        }
        return undefined;
      },
    };
    await world.startWorker({ note: long }, { leaseMs: 1_000 }, world.storage);
    await world.startWorker({ note: long }, { leaseMs: 1_000 }, world.otherReplica);
    await world.enqueue(aJob('long'));
    await world.idle();
    expect(tries).toBe(1);
    expect(await world.effects()).toEqual(['step 1', 'step 2', 'step 3', 'step 4']);
  });

  test('what is held keeps its lane however long it takes', async () => {
    let tries = 0;
    const long: JobHandler = {
      async run(job, turn) {
        tries += 1;
        await turn.hold(() => sleep(1_500));
        return (unit) => leaveEffect(unit, job, 'held');
      },
    };
    await world.startWorker({ note: long }, { leaseMs: 400 }, world.storage);
    await world.startWorker({ note: long }, { leaseMs: 400 }, world.otherReplica);
    await world.enqueue(aJob('long'));
    await world.idle();
    expect(tries).toBe(1);
    expect(await world.effects()).toEqual(['held']);
  });

  test('what is held is told when its lane is lost all the same', async () => {
    const atWork = aGate();
    const ended: unknown[] = [];
    let tries = 0;
    const long: JobHandler = {
      async run(job, turn) {
        tries += 1;
        if (tries > 1) return (unit) => leaveEffect(unit, job, 'the other');
        const untilAborted = (signal: AbortSignal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new Error('aborted')));
            void atWork.pass();
          });
        await turn.hold(untilAborted).catch((error: unknown) => {
          ended.push(error);
          throw error;
        });
        return undefined;
      },
    };
    await world.startWorker({ note: long }, { leaseMs: 300 }, world.storage);
    await world.enqueue(aJob('job'));
    await atWork.reached;
    await world.storage.unit((unit) => unit.execute(`UPDATE lane SET token = 0, wakeAt = ${unit.dialect.nowMs}`));
    await world.idle();
    await waitFor(() => ended.length > 0, { what: 'the first one to be told' });
    expect(ended).toEqual([expect.any(LeaseLost)]);
    expect(await world.effects()).toEqual(['the other']);
  });

  test('a long lane keeps its lease from job to job', async () => {
    const ran: unknown[] = [];
    const slow = doing(async (job) => {
      ran.push(job.payload['note']);
      await sleep(400);
    });
    await world.startWorker({ note: slow }, { leaseMs: 1_000 }, world.storage);
    await world.startWorker({ note: slow }, { leaseMs: 1_000 }, world.otherReplica);
    await world.enqueue(...['1', '2', '3', '4'].map((note) => aJob(note)));
    await world.idle();
    expect(ran).toEqual(['1', '2', '3', '4']);
  });

  test('the work of a crashed worker is done when its lease has run out', async () => {
    const process = mortal(world.storage);
    const gate = aGate();
    const crashes: JobHandler = {
      run: () => {
        process.kill();
        void gate.pass();
        return never();
      },
    };
    const options = { leaseMs: 300, stopWithinMs: 50 };
    await world.enqueue(aJob('one'), aJob('two'));
    await world.startWorker({ note: crashes }, options, process.storage);
    await gate.reached;
    await world.startWorker({ note: leavesItsNote }, {}, world.otherReplica);
    await world.idle();
    expect(await world.effects()).toEqual(['one', 'two']);
  });

  test('a job whose commit was lost on its way back stays done', async () => {
    const process = mortal(world.storage);
    const died: string[] = [];
    const handler: JobHandler = {
      run: (job) =>
        Promise.resolve(async (unit) => {
          await leaveEffect(unit, job, String(job.payload['note']));
          if (job.payload['note'] === 'one') process.loseAnswerTo(unit);
        }),
      onDead: (_unit, job) => Promise.resolve(void died.push(String(job.payload['note']))),
    };
    await world.enqueue(aJob('one'), aJob('two'));
    // So that it would be given up, if it were taken for failed.
    await world.age('one', GIVE_UP_AFTER_MS + 1);
    await world.startWorker({ note: handler }, { leaseMs: 400 }, process.storage);
    await world.idle();
    expect((await world.jobs()).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['done', 0],
      ['done', 0],
    ]);
    expect(died).toEqual([]);
    expect(await world.effects()).toEqual(['one', 'two']);
  });

  test('a lease that was taken over gives nothing back', async () => {
    await world.enqueue(aJob('job'));
    const [stale] = await claim(0);
    const [fresh] = await claim(60_000);
    await world.storage.unit((unit) => releaseLane(unit, stale!, null));
    expect((await world.lane())!.token).toBe(fresh!.token);
    await world.storage.unit((unit) => releaseLane(unit, fresh!, null));
    expect(await world.lane()).toEqual({ name: 'lane', token: 0, wakeAt: null });
  });

  test('lanes are claimed longest due first, and only while nobody has them', async () => {
    await world.enqueue(aJob('a', { lane: 'a' }));
    await sleep(5);
    await world.enqueue(aJob('b', { lane: 'b' }), aJob('not due', { lane: 'c', delayMs: 60_000 }));
    const first = await world.storage.unit((unit) => claimLanes(unit, 1, 60_000));
    expect(first.map(({ lane }) => lane)).toEqual(['a']);
    expect((await claim(60_000)).map(({ lane }) => lane)).toEqual(['b']);
    expect(await claim(60_000)).toEqual([]);
  });

  test('a job enqueued into a leased lane does not take the lease away', async () => {
    await world.enqueue(aJob('one'));
    const [lease] = await claim(60_000);
    const before = await world.lane();
    await world.enqueue(aJob('two'));
    expect(await world.lane()).toEqual(before);
    expect(before!.token).toBe(lease!.token);
  });

  if (database.name === 'sqlite') {
    test('what was leased when the process ended is free at the next start', async () => {
      await world.enqueue(aJob('job'));
      await claim(GIVE_UP_AFTER_MS);
      await world.startWorker();
      await world.idle();
      expect(await world.effects()).toEqual(['job']);
    });
  }
});

onMariaDb((database) => {
  const world = jobWorld(database);

  test('a replica that starts leaves the leases of the others alone', async () => {
    const gate = aGate();
    await world.enqueue(aJob('job', { kind: 'gate' }), aJob('free', { lane: 'other' }));
    await world.startWorker({
      gate: {
        run: async (job, turn) => {
          await gate.pass();
          return leavesItsNote.run(job, turn);
        },
      },
      note: leavesItsNote,
    });
    await gate.reached;
    await world.startWorker({ gate: leavesItsNote }, {}, world.otherReplica);
    await sleep(150);
    expect(await world.effects()).toEqual(['free']);
    gate.open();
    await world.idle();
    expect(await world.effects()).toEqual(['free', 'job']);
  });

  test('a lane that another transaction holds is passed over, not waited for', async () => {
    await world.enqueue(aJob('a', { lane: 'a' }), aJob('b', { lane: 'b' }));
    const holding = world.otherReplica.unit(async (unit) => {
      await unit.query(`SELECT name FROM lane WHERE name = 'a' FOR UPDATE`);
      await unit.query('SELECT SLEEP(1)');
      return Date.now();
    });
    await sleep(200);
    const leases = await world.storage.unit((unit) => claimLanes(unit, 10, 1_000));
    const claimedAt = Date.now();
    expect(leases.map(({ lane }) => lane)).toEqual(['b']);
    expect(claimedAt).toBeLessThan(await holding);
  });

  test('two replicas that claim at the same moment share the lanes', async () => {
    await world.enqueue(...Array.from({ length: 40 }, (_, n) => aJob(`${n}`, { lane: `lane ${n}` })));
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        (n % 2 === 0 ? world.storage : world.otherReplica).unit((unit) => claimLanes(unit, 5, 60_000)),
      ),
    );
    const lanes = claims.flat().map(({ lane }) => lane);
    expect(new Set(lanes).size).toBe(lanes.length);
  });
});
