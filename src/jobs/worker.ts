import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Storage } from '../storage/storage.ts';
import type { Unit } from '../storage/unit.ts';
import { enqueueJob } from './enqueue-job.ts';
import { LeaseLost, RetryLater, type Finish, type Job, type JobHandler, type NewJob, type Turn } from './job.ts';
import {
  claimLanes,
  fence,
  freeAllLanes,
  headOfLane,
  releaseLane,
  untilNextLane,
  type LaneHead,
  type Lease,
} from './lease-lane.ts';
import { markDone, markFailed } from './settle-job.ts';

/** Where rooms leave durable work. */
export interface JobQueue {
  /** Adds a job in the caller's unit of work. @returns false when an unfinished job has the same unique key */
  enqueue(unit: Unit, job: NewJob): Promise<boolean>;
}

export interface WorkerOptions {
  /** Lanes worked on at once. */
  readonly lanes?: number;
  /** How long a lane stays ours without a sign of life, in ms. */
  readonly leaseMs?: number;
}

const LANES = 64;
const LEASE_MS = 30_000;
/** How soon the jobs of other replicas are seen, in ms. */
const POLL_MS = 250;
/** A lane gives way to others after this many jobs. */
const JOBS_A_LEASE = 20;
const STOP_WITHIN_MS = 10_000;
/** A database that does not answer is asked again after this, in ms. */
const TROUBLE_MS = 1_000;

type Outcome = { readonly finish: Finish | undefined } | { readonly error: unknown };

/** Takes lanes and runs their jobs, in order within a lane, many lanes at once. */
export class Worker implements JobQueue {
  readonly #storage: Storage;
  readonly #log: Log;
  readonly #lanes: number;
  readonly #leaseMs: number;
  readonly #handlers = new Map<string, JobHandler>();
  readonly #running = new Set<Promise<void>>();
  #stopping = false;
  #wakeUp: (() => void) | null = null;
  #awake = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(storage: Storage, log: Log, options: WorkerOptions = {}) {
    this.#storage = storage;
    this.#log = log.child({ room: 'jobs' });
    this.#lanes = options.lanes ?? LANES;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
  }

  handle(kind: string, handler: JobHandler): void {
    this.#handlers.set(kind, handler);
  }

  async enqueue(unit: Unit, job: NewJob): Promise<boolean> {
    unit.afterCommit(() => this.wake());
    return enqueueJob(unit, job);
  }

  /** Looks for work now. */
  wake(): void {
    this.#awake = true;
    this.#wakeUp?.();
  }

  async start(): Promise<void> {
    if (this.#storage.dialect.exclusive) await this.#storage.unit(freeAllLanes);
    this.#loop = this.#work();
  }

  /** Takes nothing more and waits for what runs, ten seconds at most; what is left is taken up by its lease's end. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.wake();
    await this.#loop;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => (timer = setTimeout(resolve, STOP_WITHIN_MS)));
    await Promise.race([Promise.all(this.#running), patience]);
    clearTimeout(timer);
  }

  async #work(): Promise<void> {
    while (!this.#stopping) {
      this.#awake = false;
      const waitMs = await this.#takeLanes().catch((error: unknown) => {
        this.#log.error({ err: messageOf(error) }, 'cannot take jobs; trying again');
        return TROUBLE_MS;
      });
      await this.#sleep(waitMs);
    }
  }

  /** @returns how long nothing is due, in ms */
  async #takeLanes(): Promise<number> {
    const free = this.#lanes - this.#running.size;
    if (free <= 0) return POLL_MS;
    const waitMs = await this.#storage.read(untilNextLane);
    if (waitMs === null) return POLL_MS;
    if (waitMs > 0) return Math.min(waitMs, POLL_MS);
    const leases = await this.#storage.unit((unit) => claimLanes(unit, free, this.#leaseMs));
    for (const lease of leases) this.#track(this.#drive(lease));
    return leases.length === free ? 0 : POLL_MS;
  }

  #track(lane: Promise<void>): void {
    const tracked = lane
      .catch((error: unknown) => {
        this.#log.error({ err: messageOf(error) }, 'a lane stopped; its lease will run out');
      })
      .finally(() => {
        this.#running.delete(tracked);
        this.wake();
      });
    this.#running.add(tracked);
  }

  async #sleep(ms: number): Promise<void> {
    if (this.#awake || this.#stopping || ms <= 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wakeUp = resolve;
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
    this.#wakeUp = null;
  }

  async #drive(lease: Lease): Promise<void> {
    let head = await this.#storage.read((reader) => headOfLane(reader, lease.lane));
    if (head.kind !== 'due') return this.#giveBack(lease);
    for (let jobs = 1; head.kind === 'due'; jobs += 1) {
      const { job } = head;
      const outcome = await this.#run(job, lease);
      if ('error' in outcome && outcome.error instanceof LeaseLost) return;
      const last = this.#stopping || jobs >= JOBS_A_LEASE;
      head = await this.#settle(job, lease, outcome, last);
    }
  }

  /** Between the look and this unit a job may have come: the lane's lock is what makes the second look true. */
  async #giveBack(lease: Lease): Promise<void> {
    await this.#storage.unit(async (unit) => {
      await fence(unit, lease, this.#leaseMs);
      await this.#moveOn(unit, lease, true);
    });
  }

  async #run(job: Job, lease: Lease): Promise<Outcome> {
    const handler = this.#handlers.get(job.kind);
    if (!handler) return { error: new RetryLater(POLL_MS * 40, `Nothing here handles jobs of kind ${job.kind}.`) };
    const turn: Turn = {
      unit: (work) =>
        this.#storage.unit(async (unit) => {
          await fence(unit, lease, this.#leaseMs);
          return work(unit);
        }),
    };
    try {
      return { finish: await handler.run(job, turn) };
    } catch (error) {
      return { error };
    }
  }

  /** Writes down how the job ended and looks at the lane's next one. */
  async #settle(job: Job, lease: Lease, outcome: Outcome, last: boolean): Promise<LaneHead> {
    try {
      return await this.#storage.unit(async (unit) => {
        await fence(unit, lease, this.#leaseMs);
        if ('error' in outcome) await this.#fail(unit, job, outcome.error);
        else {
          await outcome.finish?.(unit);
          await markDone(unit, job);
        }
        return this.#moveOn(unit, lease, last);
      });
    } catch (error) {
      if (error instanceof LeaseLost) return { kind: 'idle' };
      // What the handler still had to write failed: the job itself has, then.
      if (!('error' in outcome)) return this.#settle(job, lease, { error }, last);
      throw error;
    }
  }

  async #fail(unit: Unit, job: Job, error: unknown): Promise<void> {
    const handler = this.#handlers.get(job.kind) ?? { run: () => Promise.resolve(undefined) };
    const dead = await markFailed(unit, job, error, handler);
    if (error instanceof RetryLater) return;
    const said = { job: job.id, kind: job.kind, lane: job.lane, attempts: job.attempts + 1, err: messageOf(error) };
    unit.afterCommit(() => this.#log[dead ? 'error' : 'warn'](said, dead ? 'a job is dead' : 'a job will be retried'));
  }

  async #moveOn(unit: Unit, lease: Lease, giveBack: boolean): Promise<LaneHead> {
    const head = await headOfLane(unit, lease.lane);
    if (head.kind === 'due' && !giveBack) return head;
    if (head.kind === 'due') await releaseLane(unit, lease, head.job.runAt);
    else await releaseLane(unit, lease, head.kind === 'waits' ? head.wakeAt : null);
    return head.kind === 'due' ? { kind: 'waits', wakeAt: head.job.runAt } : head;
  }
}
