import type { Unit } from './unit.ts';

export type Work<T> = (unit: Unit) => Promise<T>;

/** Runs units of work on one kind of database. Resolves after the commit, rejects after the roll-back. */
export interface UnitRunner {
  run<T>(work: Work<T>): Promise<T>;
  close(): Promise<void>;
}

/** How often a unit runs in all before a deadlock or a lock time-out is given to its caller. */
export const TRIES = 8;

/** A short pause before a unit runs again, longer each time, never the same for two replicas. */
export const pauseBeforeTry = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 2 ** attempt * (1 + Math.random() * 4)));
