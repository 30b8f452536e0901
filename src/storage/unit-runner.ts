import { isRetryable } from './dialect.ts';
import type { Unit } from './unit.ts';

export type Work<T> = (unit: Unit) => Promise<T>;

/** Runs units of work on one kind of database. Resolves after the commit, rejects after the roll-back. */
export interface UnitRunner {
  run<T>(work: Work<T>): Promise<T>;
  close(): Promise<void>;
}

/** How often a unit runs in all before a deadlock or a lock time-out is given to its caller. */
const TRIES = 8;

/** A short pause before a unit runs again, longer each time, never the same for two replicas. */
const pauseBeforeTry = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 2 ** attempt * (1 + Math.random() * 4)));

/** Runs a whole unit again after a deadlock or a lock time-out. */
export async function retrying<T>(runOnce: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce();
    } catch (error) {
      if (attempt >= TRIES || !isRetryable(error)) throw error;
      await pauseBeforeTry(attempt);
    }
  }
}
