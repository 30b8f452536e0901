import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { enqueueJob } from '../../../src/jobs/enqueue-job.ts';
import { GiveUp, RetryLater, type Job, type JobHandler } from '../../../src/jobs/job.ts';
import { retryDeadJob } from '../../../src/jobs/list-jobs.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import type { Unit } from '../../../src/storage/unit.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { waitFor } from '../../support/wait-for.ts';
import { jobWorld, leaveEffect, mortal, type JobWorld } from './job-world.ts';

const LEASE_MS = 120;
const RUNS = 40;

/** What goes wrong with one try of a job; after the last trouble of its list it succeeds. */
const TROUBLES = [
  'throws',
  'asks for later',
  /** The last write fails, in the unit that would have marked the job done. */
  'cannot finish',
  /** Its process ends while it runs. */
  'crashes',
  /** Its process ends after the commit, before it hears of it. */
  'crashes once done',
  /** The connection breaks after the commit; the process lives on. */
  'loses its answer',
  /** It is paused for longer than its lease, and then goes on as if nothing had happened. */
  'oversleeps',
] as const;
type Trouble = (typeof TROUBLES)[number];

interface PlannedJob {
  readonly lane: string;
  readonly position: number;
  readonly uniqueKey?: string | undefined;
  readonly troubles: readonly Trouble[];
  /** After its troubles it gives up, once; as a holder it is then retried. */
  readonly end: 'succeeds' | 'gives up' | 'gives up and holds its lane';
  /** Before the workers start, while they run, or in a unit that is rolled back. */
  readonly comes: 'before' | 'meanwhile' | 'never';
}

const planOf = fc.array(
  fc.record<PlannedJob>({
    lane: fc.constantFrom('a', 'b', 'c'),
    position: fc.integer({ min: 0, max: 2 }),
    uniqueKey: fc.option(fc.constantFrom('k', 'l'), { nil: undefined, freq: 4 }),
    troubles: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(fc.constantFrom(...TROUBLES), { minLength: 1, maxLength: 2 }) },
    ),
    end: fc.oneof(
      { weight: 6, arbitrary: fc.constant('succeeds' as const) },
      { weight: 1, arbitrary: fc.constantFrom('gives up' as const, 'gives up and holds its lane' as const) },
    ),
    comes: fc.oneof(
      { weight: 5, arbitrary: fc.constant('before' as const) },
      { weight: 3, arbitrary: fc.constant('meanwhile' as const) },
      { weight: 1, arbitrary: fc.constant('never' as const) },
    ),
  }),
  { minLength: 1, maxLength: 14 },
);

type Process = ReturnType<typeof mortal>;

/** Two workers that live through a plan: on MariaDB in two processes, on SQLite in one. */
class Run {
  readonly #world: JobWorld;
  readonly #plan: readonly PlannedJob[];
  readonly #oneProcess: boolean;
  readonly #starting = new Set<Promise<void>>();
  readonly #tries: number[] = [];
  #attempts = 0;
  /** Whether each job of the plan was enqueued. */
  readonly accepted: boolean[] = [];

  constructor(world: JobWorld, plan: readonly PlannedJob[]) {
    this.#world = world;
    this.#plan = plan;
    this.#oneProcess = world.storage === world.otherReplica;
  }

  async live(): Promise<void> {
    for (const [index, job] of this.#plan.entries()) if (job.comes !== 'meanwhile') await this.#enqueue(index);
    await this.#startProcess(this.#world.storage);
    if (!this.#oneProcess) await this.#startProcess(this.#world.otherReplica);
    for (const [index, job] of this.#plan.entries()) {
      if (job.comes !== 'meanwhile') continue;
      await sleep(3);
      await this.#enqueue(index);
    }
    await waitFor(() => this.#isDrained(), {
      what: 'all lanes to drain',
      timeoutMs: 10_000,
      everyMs: 10,
      explain: async () => JSON.stringify([await this.#world.lanes(), await this.#world.jobs()]),
    });
  }

  async #enqueue(index: number): Promise<void> {
    const { lane, position, uniqueKey, end, comes } = this.#plan[index]!;
    const enqueuing = this.#world.storage.unit(async (unit) => {
      const accepted = await enqueueJob(unit, {
        kind: 'planned',
        lane,
        position,
        payload: { index },
        holdsLane: end === 'gives up and holds its lane',
        ...(uniqueKey !== undefined && { uniqueKey }),
      });
      if (comes === 'never') throw new Error('rolled back');
      return accepted;
    });
    this.accepted[index] = comes === 'never' ? await enqueuing.catch(() => false) : await enqueuing;
  }

  async #startProcess(storage: Storage): Promise<void> {
    const process = mortal(storage);
    const handlers = { planned: this.#handlerIn(storage, process) };
    const options = { leaseMs: LEASE_MS, lanes: 2 };
    for (let workers = this.#oneProcess ? 2 : 1; workers > 0; workers -= 1)
      await this.#world.startWorker(handlers, options, process.storage);
  }

  /** Ends the process, and starts the next one. */
  #crash(storage: Storage, process: Process): void {
    process.kill();
    const starting = this.#startProcess(storage).finally(() => this.#starting.delete(starting));
    this.#starting.add(starting);
  }

  #handlerIn(storage: Storage, process: Process): JobHandler {
    return {
      run: async (job, turn) => {
        const attempt = (this.#attempts += 1);
        const index = Number(job.payload['index']);
        const leave = (unit: Unit, what: string) => leaveEffect(unit, job, `${attempt} ${what}`);
        await turn.unit((unit) => leave(unit, 'begins'));
        const tried = (this.#tries[index] = (this.#tries[index] ?? 0) + 1);
        const { troubles, end } = this.#plan[index]!;
        const trouble = troubles[tried - 1];
        if (tried === troubles.length + 1 && end !== 'succeeds') throw new GiveUp('planned');
        if (trouble === 'throws') throw new Error(trouble);
        if (trouble === 'asks for later') throw new RetryLater(5, trouble);
        if (trouble === 'oversleeps') await sleep(LEASE_MS * 2);
        if (trouble === 'crashes') {
          this.#crash(storage, process);
          throw new Error('Nobody hears this.');
        }
        await turn.unit((unit) => leave(unit, 'ends'));
        return async (unit) => {
          await leave(unit, 'done');
          if (trouble === 'cannot finish') throw new Error(trouble);
          if (trouble === 'loses its answer') process.loseAnswerTo(unit);
          if (trouble === 'crashes once done') unit.afterCommit(() => this.#crash(storage, process));
        };
      },
    };
  }

  async #isDrained(): Promise<boolean> {
    await Promise.all(this.#starting);
    await this.#world.hurry();
    const idle = (await this.#world.lanes()).every(({ wakeAt }) => wakeAt === null);
    const held = (await this.#world.jobs()).filter(({ state, inLane }) => state === 'dead' && inLane);
    for (const { id } of held) await this.#world.storage.unit((unit) => retryDeadJob(unit, id));
    return idle && held.length === 0;
  }
}

async function checkWhatIsLeft(world: JobWorld, plan: readonly PlannedJob[], accepted: readonly boolean[]) {
  const indexOf = (job: Job) => Number(job.payload['index']);
  const jobs = await world.jobs();
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const effects = (await world.effectRows()).map(({ job: id, note }) => {
    const [attempt, what] = note.split(' ');
    return { job: byId.get(id)!, attempt, what };
  });
  const done = effects.filter(({ what }) => what === 'done').map(({ job }) => job);

  // Nothing is forgotten, and nothing comes that was not accepted.
  const wanted = plan.flatMap((_job, index) => (accepted[index] ? [index] : []));
  expect(jobs.map(indexOf).sort(inNumbers)).toEqual(wanted);
  expect(acceptedBefore(plan)).toEqual(plan.map(({ comes }, index) => comes === 'before' && accepted[index]));
  expect((await world.lanes()).filter(({ token }) => token !== 0)).toEqual([]);

  // Each has its effect exactly once, or is dead.
  for (const job of jobs) {
    const effectsOfJob = done.filter(({ id }) => id === job.id).length;
    const mayDie = plan[indexOf(job)]!.end === 'gives up';
    expect(mayDie ? ['done 1', 'dead 0'] : ['done 1']).toContain(`${job.state} ${effectsOfJob}`);
  }

  for (const lane of ['a', 'b', 'c']) {
    // Never two at once: once another attempt has written, an earlier one does not write again.
    const attempts = effects.filter(({ job }) => job.lane === lane).map(({ attempt }) => attempt);
    const turns = attempts.filter((attempt, at) => attempt !== attempts[at - 1]);
    expect(new Set(turns).size).toBe(turns.length);

    // Those that stood there from the start went in order.
    const early = done.filter((job) => job.lane === lane && plan[indexOf(job)]!.comes === 'before');
    expect(early).toEqual([...early].sort((a, b) => a.position - b.position || a.id - b.id));
  }
}

/** The model of unique keys while nothing runs yet. */
function acceptedBefore(plan: readonly PlannedJob[]): boolean[] {
  const keys = new Set<string>();
  return plan.map(({ comes, uniqueKey }) => {
    if (comes !== 'before' || (uniqueKey !== undefined && keys.has(uniqueKey))) return false;
    if (uniqueKey !== undefined) keys.add(uniqueKey);
    return true;
  });
}

const inNumbers = (a: number, b: number) => a - b;

onEachDatabase((database) => {
  const world = jobWorld(database);

  test('whatever goes wrong, each job has its effect once or is dead, in the order of its lane, and none is forgotten', async () => {
    const property = fc.asyncProperty(planOf, async (plan) => {
      const run = new Run(world, plan);
      await run.live().finally(() => world.stopWorkers());
      await checkWhatIsLeft(world, plan, run.accepted).finally(() => world.clear());
    });
    // No shrinking: what fails by its timing need not fail again in a smaller plan.
    await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
  });
});
