import { expect, test } from '@jest/globals';
import { enqueueJob, GIVE_UP_AFTER_MS, hurryRetries } from '../../../src/jobs/enqueue-job.ts';
import { GiveUp, RetryLater, type Finish, type Job, type JobHandler } from '../../../src/jobs/job.ts';
import { retryDeadJob } from '../../../src/jobs/list-jobs.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { waitFor } from '../../support/wait-for.ts';
import { aJob, eventually, jobWorld, leaveEffect, leavesItsNote } from './job-world.ts';

/** Does what its plan says for each try, then leaves its note. */
function planned(...plan: (() => Finish)[]) {
  const tries: Job[] = [];
  const handler: JobHandler = {
    run(job, turn) {
      tries.push(job);
      const step = plan[tries.length - 1];
      return step === undefined ? leavesItsNote.run(job, turn) : Promise.resolve().then(step);
    },
  };
  return { handler, tries };
}

const throws = (error: Error) => () => {
  throw error;
};

onEachDatabase((database) => {
  const world = jobWorld(database);

  const retry = (id: number) => world.storage.unit((unit) => retryDeadJob(unit, id));
  const waitsForItsRetry = (note: string) =>
    waitFor(async () => {
      const job = await world.job(note);
      return job.lastError !== null && job;
    });

  test('a job that fails is tried again after a while, and keeps its place in its lane', async () => {
    const { handler, tries } = planned(throws(new Error('the platform is down')));
    await world.enqueue(aJob('shaky', { kind: 'shaky' }), aJob('behind'));
    await world.startWorker({ note: leavesItsNote, shaky: handler });
    const failed = await waitsForItsRetry('shaky');
    expect(failed).toMatchObject({ state: 'ready', attempts: 1, lastError: 'the platform is down' });
    expect(failed.runAt - failed.createdAt).toBeGreaterThanOrEqual(250);
    await world.idle();
    expect(tries.map(({ attempts }) => attempts)).toEqual([0, 1]);
    expect(await world.effects()).toEqual(['shaky', 'behind']);
  });

  test('the second failure waits longer than the first can', async () => {
    const { handler } = planned(throws(new Error('one')), throws(new Error('two')));
    await world.enqueue(aJob('shaky', { kind: 'shaky' }));
    await world.startWorker({ shaky: handler });
    const before = await waitsForItsRetry('shaky');
    const after = await waitFor(async () => {
      const job = await world.job('shaky');
      return job.attempts === 2 && job;
    });
    expect(after.runAt - before.runAt).toBeGreaterThanOrEqual(500);
  });

  test('a retry that is hurried comes at once, and those behind it; what is merely not due yet waits on', async () => {
    const fails = throws(new Error('the platform is down'));
    const { handler, tries } = planned(fails, fails, fails, fails);
    await world.enqueue(aJob('shaky', { kind: 'shaky' }), aJob('behind'));
    await world.enqueue(aJob('later', { lane: 'later', delayMs: 3_600_000 }));
    await world.startWorker({ note: leavesItsNote, shaky: handler });
    await waitFor(async () => (await world.job('shaky')).attempts === 4);
    const before = (await world.job('shaky')).runAt;
    await world.storage.unit(hurryRetries);
    expect((await world.job('shaky')).runAt).toBeLessThan(before);
    await eventually(async () => expect(await world.effects()).toEqual(['shaky', 'behind']));
    expect(tries).toHaveLength(5);
    expect(await world.job('later')).toMatchObject({ state: 'ready', attempts: 0 });
  });

  test('RetryLater uses up no attempt and waits as long as it says', async () => {
    const { handler, tries } = planned(throws(new RetryLater(400.5, 'rate limited')));
    await world.enqueue(aJob('limited', { kind: 'limited' }), aJob('behind'));
    const began = Date.now();
    await world.startWorker({ note: leavesItsNote, limited: handler });
    expect(await waitsForItsRetry('limited')).toMatchObject({ attempts: 0, lastError: 'rate limited' });
    await world.idle();
    expect(Date.now() - began).toBeGreaterThanOrEqual(395);
    expect(tries.map(({ attempts }) => attempts)).toEqual([0, 0]);
    expect(await world.effects()).toEqual(['limited', 'behind']);
  });

  test('a job that gives up is dead, says so in the same unit, and frees its lane', async () => {
    const gone: JobHandler = {
      run: () => Promise.reject(new GiveUp('channel_not_found')),
      onDead: (unit, job, reason) => leaveEffect(unit, job, `dead: ${reason}`),
    };
    await world.enqueue(aJob('gone', { kind: 'gone' }), aJob('behind'));
    await world.startWorker({ note: leavesItsNote, gone });
    await world.idle();
    expect(await world.job('gone')).toMatchObject({ state: 'dead', inLane: false, lastError: 'channel_not_found' });
    expect((await world.job('gone')).finishedAt).not.toBeNull();
    expect(await world.effects()).toEqual(['dead: channel_not_found', 'behind']);
  });

  test('a dead job that holds its lane keeps the others waiting until it is retried', async () => {
    const { handler } = planned(throws(new GiveUp('not yet')));
    await world.enqueue(aJob('root', { kind: 'root', holdsLane: true }), aJob('reply'));
    await world.startWorker({ note: leavesItsNote, root: handler });
    const root = await waitFor(async () => {
      const job = await world.job('root');
      return job.state === 'dead' && job;
    });
    await world.enqueue(aJob('second reply'));
    await world.enqueue(aJob('free', { lane: 'other' }));
    await eventually(async () => expect(await world.effects()).toEqual(['free']));
    await eventually(async () => expect(await world.lane()).toMatchObject({ token: 0, wakeAt: null }));
    expect((await retry(root.id)).state).toBe('ready');
    await world.idle();
    expect(await world.effects()).toEqual(['free', 'root', 'reply', 'second reply']);
  });

  test('those that a dead job kept waiting get a new day, too', async () => {
    await world.enqueue(aJob('root', { holdsLane: true }), aJob('reply'));
    await world.storage.unit((unit) => unit.execute(`UPDATE job SET state = 'dead' WHERE holdsLane = 1`));
    await world.age('reply', 2 * GIVE_UP_AFTER_MS);
    await retry((await world.job('root')).id);
    const [root, reply] = await world.jobs();
    expect([root!.state, reply!.giveUpAt]).toEqual(['ready', root!.giveUpAt]);
  });

  test('a dead job that is retried starts anew, in its own place', async () => {
    const { handler, tries } = planned(throws(new GiveUp('no')));
    await world.enqueue(aJob('again', { kind: 'again' }));
    await world.startWorker({ note: leavesItsNote, again: handler });
    await world.idle();
    const dead = await world.job('again');
    await retry(dead.id);
    await world.idle();
    expect(tries.map(({ attempts }) => attempts)).toEqual([0, 0]);
    expect(await world.job('again')).toMatchObject({ state: 'done', id: dead.id });
    expect(await world.effects()).toEqual(['again']);
  });

  test('only a dead job can be retried', async () => {
    await world.enqueue(aJob('waits'));
    const { id } = await world.job('waits');
    await expect(retry(id)).rejects.toMatchObject({ status: 409 });
    await expect(retry(id + 1)).rejects.toMatchObject({ status: 404 });
  });

  test('a dead job frees its unique key', async () => {
    const { handler } = planned(throws(new GiveUp('no')));
    await world.enqueue(aJob('one', { kind: 'card', uniqueKey: 'card' }));
    await world.startWorker({ card: handler });
    await world.idle();
    expect(await world.enqueue(aJob('two', { kind: 'card', uniqueKey: 'card' }))).toEqual([true]);
    await retry((await world.job('one')).id);
    await world.idle();
    expect((await world.effects()).sort()).toEqual(['one', 'two']);
  });

  test.each([
    ['an error', new Error('still down')],
    ['RetryLater', new RetryLater(1, 'still limited')],
  ])('after 24 hours %s gives the job up', async (_name, error) => {
    await world.enqueue(aJob('old'), aJob('younger'));
    await world.age('old', GIVE_UP_AFTER_MS + 1);
    await world.age('younger', GIVE_UP_AFTER_MS - 60_000);
    let tries = 0;
    const handler: JobHandler = {
      run: (job, turn) => {
        tries += 1;
        return tries < 3 ? Promise.reject(error) : leavesItsNote.run(job, turn);
      },
    };
    await world.startWorker({ note: handler });
    await world.idle();
    expect((await world.jobs()).map(({ state }) => state)).toEqual(['dead', 'done']);
  });

  test('Finish is written in the unit that marks the job done: when it fails, nothing of it stays', async () => {
    let tries = 0;
    const handler: JobHandler = {
      run: (job) =>
        Promise.resolve(async (unit) => {
          tries += 1;
          await leaveEffect(unit, job, `try ${tries}`);
          await enqueueJob(unit, aJob(`enqueued by try ${tries}`));
          if (tries === 1) throw new Error('the last write failed');
        }),
    };
    await world.enqueue(aJob('job', { kind: 'finishing' }));
    await world.startWorker({ note: leavesItsNote, finishing: handler });
    expect(await waitsForItsRetry('job')).toMatchObject({ state: 'ready', attempts: 1 });
    await world.idle();
    expect(await world.job('job')).toMatchObject({ state: 'done', lastError: 'the last write failed' });
    expect(await world.effects()).toEqual(['try 2', 'enqueued by try 2']);
  });

  test('a job of a kind that nothing here handles waits, and uses up no attempt', async () => {
    await world.enqueue(aJob('of tomorrow', { kind: 'tomorrow' }), aJob('free', { lane: 'other' }));
    const ofToday = await world.startWorker();
    expect(await waitsForItsRetry('of tomorrow')).toMatchObject({ state: 'ready', attempts: 0 });
    await eventually(async () => expect(await world.effects()).toEqual(['free']));
    await ofToday.stop();
    await world.startWorker({ tomorrow: leavesItsNote }, {}, world.otherReplica);
    await world.hurry();
    await world.idle();
    expect(await world.effects()).toEqual(['free', 'of tomorrow']);
  });
});
