import type { Unit } from '../storage/unit.ts';

const KEEP_DONE_MS = 24 * 60 * 60 * 1000;
/** Rows that one unit of work deletes at most, so that it stays short. */
const AT_ONCE = 1_000;

/** Deletes jobs that were done a day ago, and lanes in which nothing stands. @returns how many jobs */
export async function pruneJobs(unit: Unit): Promise<number> {
  const { nowMs } = unit.dialect;
  const pruned = await unit.execute(
    `DELETE FROM job WHERE id IN (SELECT id FROM (
       SELECT id FROM job WHERE state = 'done' AND finishedAt < ${nowMs} - ? LIMIT ${AT_ONCE}) AS old)`,
    [KEEP_DONE_MS],
  );
  await unit.execute(
    `DELETE FROM lane WHERE wakeAt IS NULL AND token = 0
     AND NOT EXISTS (SELECT 1 FROM job WHERE job.lane = lane.name AND job.inLane = 1)`,
  );
  return pruned;
}
