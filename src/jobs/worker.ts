import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Storage } from '../storage/storage.ts';
import type { Unit } from '../storage/unit.ts';
import { enqueueJob, retryJob } from './enqueue-job.ts';
import { LeaseLost, RetryLater, type Finish, type Job, type JobHandler, type NewJob } from './job.ts';
import { claimLanes, fence, freeAllLanes, headOfLane, releaseLane, untilNextLane, type Lease } from './lease-lane.ts';
import { markDone, markFailed } from './settle-job.ts';

/** Where rooms leave durable work. */
export interface JobQueue {
  /** Adds a job in the caller's unit of work. @returns false when an unfinished job has the same unique key */
  enqueue(unit: Unit, job: NewJob): Promise<boolean>;
  /** Puts a dead job back to its place in its lane. */
  retry(unit: Unit, job: Job): Promise<void>;
}

export interface WorkerOptions {
  /** Lanes worked on at once. */
  readonly lanes?: number;
  /** How long a lane stays ours without a sign of life, in ms. A handler must not be silent for longer. */
  readonly leaseMs?: number;
  /** How soon the jobs of other replicas are seen, in ms. */
  readonly pollMs?: number;
  /** How long `stop` waits for what runs, in ms. */
  readonly stopWithinMs?: number;
}

const DEFAULTS: Required<WorkerOptions> = { lanes: 64, leaseMs: 30_000, pollMs: 250, stopWithinMs: 10_000 };
/** A lane gives way to others after this many jobs. */
const JOBS_A_LEASE = 20;
/** A database that does not answer is asked again after this, in ms. */
const TROUBLE_MS = 1_000;
/** How often a lease is renewed while something long runs. */
const RENEWALS_A_LEASE = 3;
/** A kind that nothing here handles (another version's, in a rolling update) is looked at again after this, in ms. */
const UNKNOWN_KIND_MS = 10_000;

type Outcome = { readonly finish: Finish | undefined } | { readonly error: unknown };

/** Takes lanes and runs their jobs, in order within a lane, many lanes at once. */
export class Worker implements JobQueue {
  readonly #storage: Storage;
  readonly #log: Log;
  readonly #options: Required<WorkerOptions>;
  readonly #handlers = new Map<string, JobHandler>();
  readonly #running = new Set<Promise<void>>();
  #stopping = false;
  #wakeUp: (() => void) | null = null;
  #awake = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(storage: Storage, log: Log, options: WorkerOptions = {}) {
    this.#storage = storage;
    this.#log = log.child({ room: 'jobs' });
    this.#options = { ...DEFAULTS, ...options };
  }

  handle(kind: string, handler: JobHandler): void {
    this.#handlers.set(kind, handler);
  }

  async enqueue(unit: Unit, job: NewJob): Promise<boolean> {
    unit.afterCommit(() => this.wake());
    return enqueueJob(unit, job);
  }

  async retry(unit: Unit, job: Job): Promise<void> {
    unit.afterCommit(() => this.wake());
    await retryJob(unit, job);
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

  /** Takes nothing more and waits for what runs, for a while; what is left is taken over when its lease runs out. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.wake();
    const ended = this.#loop.then(() => Promise.all(this.#running));
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => (timer = setTimeout(resolve, this.#options.stopWithinMs)));
    await Promise.race([ended, patience]);
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
    const { lanes, leaseMs, pollMs } = this.#options;
    const free = lanes - this.#running.size;
    if (free <= 0) return pollMs;
    const waitMs = await this.#storage.read(untilNextLane);
    if (waitMs === null) return pollMs;
    if (waitMs > 0) return Math.min(waitMs, pollMs);
    const leases = await this.#storage.unit((unit) => claimLanes(unit, free, leaseMs));
    for (const lease of leases) this.#track(this.#drive(lease));
    // None, although some are due: others hold them at this moment.
    return leases.length > 0 ? 0 : pollMs;
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
    const head = await this.#storage.read((reader) => headOfLane(reader, lease.lane));
    let job = head?.due && !this.#stopping ? head.job : null;
    if (job === null) return this.#giveBack(lease);
    for (let jobs = 1; job !== null; jobs += 1) {
      const outcome = await this.#run(job, lease);
      job = await this.#settle(job, lease, outcome, this.#stopping || jobs >= JOBS_A_LEASE);
    }
  }

  /** Between the look and this unit a job may have come: the lane's lock is what makes the second look true. */
  async #giveBack(lease: Lease): Promise<void> {
    await this.#fenced(lease, (unit) => this.#moveOn(unit, lease, true));
  }

  async #run(job: Job, lease: Lease): Promise<Outcome> {
    const handler = this.#handlers.get(job.kind);
    if (!handler) return { error: new RetryLater(UNKNOWN_KIND_MS, `Nothing here handles jobs of kind ${job.kind}.`) };
    try {
      const turn = {
        unit: <T>(work: (unit: Unit) => Promise<T>) => this.#fenced(lease, work),
        hold: <T>(work: (signal: AbortSignal) => Promise<T>) => this.#hold(lease, work),
      };
      return { finish: await handler.run(job, turn) };
    } catch (error) {
      return { error };
    }
  }

  /** Writes down how the job ended. @returns the lane's next job, or null when the lane is no longer ours */
  async #settle(job: Job, lease: Lease, outcome: Outcome, last: boolean): Promise<Job | null> {
    try {
      return await this.#fenced(lease, async (unit) => {
        if ('error' in outcome) await this.#fail(unit, job, outcome.error);
        else {
          await outcome.finish?.(unit);
          await markDone(unit, job);
        }
        return this.#moveOn(unit, lease, last);
      });
    } catch (error) {
      if (error instanceof LeaseLost) {
        this.#log.warn({ job: job.id, kind: job.kind, lane: job.lane }, 'a lane was taken over while its job ran');
        return null;
      }
      // What the handler still had to write failed: the job itself has, then.
      if (!('error' in outcome)) return this.#settle(job, lease, { error }, last);
      throw error;
    }
  }

  async #fail(unit: Unit, job: Job, error: unknown): Promise<void> {
    const dead = await markFailed(unit, job, error, this.#handlers.get(job.kind));
    if (error instanceof RetryLater && !dead) return;
    const said = { job: job.id, kind: job.kind, lane: job.lane, attempts: job.attempts + 1, err: messageOf(error) };
    unit.afterCommit(() => this.#log[dead ? 'error' : 'warn'](said, dead ? 'a job is dead' : 'a job will be retried'));
  }

  async #moveOn(unit: Unit, lease: Lease, giveBack: boolean): Promise<Job | null> {
    const head = await headOfLane(unit, lease.lane);
    if (head?.due && !giveBack) return head.job;
    await releaseLane(unit, lease, head);
    return null;
  }

  /** A database that does not answer is asked again: only the fence tells that the lane is lost. */
  async #hold<T>(lease: Lease, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const lost = new AbortController();
    const renew = () => this.#fenced(lease, () => Promise.resolve());
    const timer = setInterval(() => {
      renew().catch((error: unknown) => {
        if (error instanceof LeaseLost) lost.abort(error);
      });
    }, this.#options.leaseMs / RENEWALS_A_LEASE);
    try {
      return await work(lost.signal);
    } catch (error) {
      lost.signal.throwIfAborted();
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  #fenced<T>(lease: Lease, work: (unit: Unit) => Promise<T>): Promise<T> {
    return this.#storage.unit(async (unit) => {
      await fence(unit, lease, this.#options.leaseMs);
      return work(unit);
    });
  }
}
