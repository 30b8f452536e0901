import type { Unit } from '../storage/unit.ts';

/**
 * - `ready`: will run when its lane reaches it
 * - `done`: kept for a day, then pruned
 * - `dead`: given up, visible at the API, and can be retried there
 */
export type JobState = 'ready' | 'done' | 'dead';

export type JobPayload = Readonly<Record<string, unknown>>;

export interface Job {
  readonly id: number;
  /** Jobs of one lane run in order, one at a time. */
  readonly lane: string;
  /** Which handler runs it. */
  readonly kind: string;
  readonly payload: JobPayload;
  /** While a job with this key is unfinished, another one is not enqueued. */
  readonly uniqueKey: string | null;
  readonly state: JobState;
  /** Whether it still stands in its lane: until it is done, or dead without holding the lane. */
  readonly inLane: boolean;
  /** When dead, it keeps those behind it waiting instead of letting them pass. */
  readonly holdsLane: boolean;
  /** The order in the lane; then the id decides. */
  readonly position: number;
  /** Database time in ms, as are all times of a job. */
  readonly runAt: number;
  readonly giveUpAt: number;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: number;
  readonly finishedAt: number | null;
}

export interface NewJob {
  readonly kind: string;
  readonly lane: string;
  readonly payload: JobPayload;
  readonly position?: number;
  readonly delayMs?: number;
  readonly uniqueKey?: string;
  readonly holdsLane?: boolean;
}

/** What a running job holds: its lane. */
export interface Turn {
  /**
   * A unit of work that commits only while the lane is still ours, and renews the lease.
   * @throws LeaseLost when another replica has taken the lane over
   */
  unit<T>(work: (unit: Unit) => Promise<T>): Promise<T>;
  /**
   * Renews the lease again and again while something runs that may take long.
   * @param work is given a signal that aborts when the lane is lost
   * @throws LeaseLost
   */
  hold<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** What a handler still has to write, in the same unit of work that marks its job done. */
export type Finish = (unit: Unit) => Promise<void>;

/**
 * Does the work of one kind of job. It may run again from its start after a crash, so every outside effect must be
 * repeatable or recorded. Between two units of its turn it must not wait for longer than the lease (30 s): another
 * worker would take the lane over; what takes longer goes into `turn.hold`. Throws `RetryLater` or `GiveUp` to decide; any other error is tried again with backoff.
 */
export interface JobHandler {
  run(job: Job, turn: Turn): Promise<Finish | undefined>;
  /** In the unit of work that gives the job up. */
  onDead?(unit: Unit, job: Job, reason: string): Promise<void>;
}

/** Run again after `delayMs`; uses up no attempt. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';

  constructor(
    readonly delayMs: number,
    reason: string,
  ) {
    super(reason);
  }
}

/** Trying again cannot help. */
export class GiveUp extends Error {
  override readonly name = 'GiveUp';
}

/** The lane was taken over while this job ran: whatever it was about to write is not written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
