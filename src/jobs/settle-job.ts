import { messageOf } from '../errors.ts';
import type { Unit } from '../storage/unit.ts';
import { GiveUp, RetryLater, type Job, type JobHandler } from './job.ts';

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 10 * 60 * 1000;
const ERROR_LENGTH = 500;

/** Doubles with each attempt up to ten minutes; between half and all of it, so that replicas do not march in step. */
export function backoffMs(attempts: number, random: () => number = Math.random): number {
  const full = Math.min(FIRST_BACKOFF_MS * 2 ** attempts, LONGEST_BACKOFF_MS);
  return Math.round(full * (0.5 + random() / 2));
}

export async function markDone(unit: Unit, job: Job): Promise<void> {
  await unit.execute(
    `UPDATE job SET state = 'done', inLane = 0, uniqueKey = NULL, finishedAt = ${unit.dialect.nowMs}
     WHERE id = ? AND state = 'ready'`,
    [job.id],
  );
}

/**
 * Decides by the error whether the job runs again, and when. A job that is done already stays done: the answer to that
 * commit was lost. @returns whether it is dead
 */
export async function markFailed(unit: Unit, job: Job, error: unknown, handler?: JobHandler): Promise<boolean> {
  const reason = messageOf(error).slice(0, ERROR_LENGTH);
  if (error instanceof GiveUp || (await isOverdue(unit, job))) {
    const died = await markDead(unit, job, reason);
    if (died) await handler?.onDead?.(unit, job, reason);
    return died;
  }
  const later = error instanceof RetryLater;
  await unit.execute(
    `UPDATE job SET runAt = ${unit.dialect.nowMs} + ?, attempts = attempts + ?, lastError = ?
     WHERE id = ? AND state = 'ready'`,
    [Math.ceil(later ? error.delayMs : backoffMs(job.attempts)), later ? 0 : 1, reason, job.id],
  );
  return false;
}

async function markDead(unit: Unit, job: Job, reason: string): Promise<boolean> {
  const died = await unit.execute(
    `UPDATE job SET state = 'dead', inLane = holdsLane, uniqueKey = NULL, attempts = attempts + 1, lastError = ?,
     finishedAt = ${unit.dialect.nowMs} WHERE id = ? AND state = 'ready'`,
    [reason, job.id],
  );
  return died > 0;
}

async function isOverdue(unit: Unit, job: Job): Promise<boolean> {
  const [row] = await unit.query<{ overdue: number }>(
    `SELECT CASE WHEN ${unit.dialect.nowMs} > ? THEN 1 ELSE 0 END AS overdue`,
    [job.giveUpAt],
  );
  return row?.overdue === 1;
}
