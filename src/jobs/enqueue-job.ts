import { isDuplicate } from '../storage/dialect.ts';
import type { Unit } from '../storage/unit.ts';
import type { Job, NewJob } from './job.ts';

/** A job that could not be done for so long is given up, visibly. */
export const GIVE_UP_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Adds a job in the caller's unit of work.
 * @returns false when an unfinished job has the same unique key
 */
export async function enqueueJob(unit: Unit, job: NewJob): Promise<boolean> {
  const delayMs = job.delayMs ?? 0;
  await wakeLane(unit, job.lane, delayMs);
  const { nowMs } = unit.dialect;
  try {
    await unit.execute(
      `INSERT INTO job (lane, kind, payload, uniqueKey, state, inLane, holdsLane, position, runAt, giveUpAt, attempts, createdAt)
       VALUES (?, ?, ?, ?, 'ready', 1, ?, ?, ${nowMs} + ?, ${nowMs} + ?, 0, ${nowMs})`,
      [
        job.lane,
        job.kind,
        JSON.stringify(job.payload),
        job.uniqueKey ?? null,
        job.holdsLane === true ? 1 : 0,
        job.position ?? 0,
        delayMs,
        delayMs + GIVE_UP_AFTER_MS,
      ],
    );
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** Puts a dead job back to its place in its lane, with a day of new tries for it and for those that it kept waiting. */
export async function retryJob(unit: Unit, job: Job): Promise<void> {
  await wakeLane(unit, job.lane, 0);
  const { nowMs } = unit.dialect;
  const revived = await unit.execute(
    `UPDATE job SET state = 'ready', inLane = 1, attempts = 0, runAt = ${nowMs}, giveUpAt = ${nowMs} + ?, finishedAt = NULL
     WHERE id = ? AND state = 'dead'`,
    [GIVE_UP_AFTER_MS, job.id],
  );
  if (revived > 0 && job.holdsLane) {
    await unit.execute(`UPDATE job SET giveUpAt = ${nowMs} + ? WHERE lane = ? AND inLane = 1 AND state = 'ready'`, [
      GIVE_UP_AFTER_MS,
      job.lane,
    ]);
  }
}

/** What waits for its next try after a failure is tried now: the cause is known to be gone. */
export async function hurryRetries(unit: Unit): Promise<void> {
  const { nowMs } = unit.dialect;
  const lanes = await unit.query<{ lane: string }>(
    `SELECT DISTINCT lane FROM job WHERE state = 'ready' AND attempts > 0 ORDER BY lane`,
  );
  for (const { lane } of lanes) {
    await wakeLane(unit, lane, 0);
    await unit.execute(
      `UPDATE job SET runAt = ${nowMs} WHERE lane = ? AND state = 'ready' AND attempts > 0 AND runAt > ${nowMs}`,
      [lane],
    );
  }
}

/**
 * Touches the lane's row, always before its jobs: the lock makes the order of ids the order of commits, and whoever
 * releases the lane waits for us and then sees our job. A leased lane keeps its lease.
 */
async function wakeLane(unit: Unit, lane: string, delayMs: number): Promise<void> {
  const { nowMs, onConflict, proposed } = unit.dialect;
  const due = proposed('wakeAt');
  await unit.execute(
    `INSERT INTO lane (name, wakeAt, token) VALUES (?, ${nowMs} + ?, 0)
     ${onConflict('name')} wakeAt = CASE
       WHEN lane.token <> 0 THEN lane.wakeAt
       WHEN lane.wakeAt IS NULL OR lane.wakeAt > ${due} THEN ${due}
       ELSE lane.wakeAt END`,
    [lane, delayMs],
  );
}
