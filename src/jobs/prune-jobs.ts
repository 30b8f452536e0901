import type { Unit } from '../storage/unit.ts';

const KEEP_DONE_MS = 24 * 60 * 60 * 1000;
/** Rows that one unit of work deletes at most, so that it stays short. */
const AT_ONCE = 1_000;

/**
 * Deletes jobs that were done a day ago, and lanes in which nothing waits (whoever enqueues makes them again), a
 * thousand of each at most. @returns how many jobs
 */
export async function pruneJobs(unit: Unit): Promise<number> {
  // Looked up first: MariaDB would answer DELETE … IN (SELECT …) by locking its way through the whole table.
  const lanes = await unit.query<{ name: string }>(`SELECT name FROM lane WHERE wakeAt IS NULL LIMIT ${AT_ONCE}`);
  await deleteEach(
    unit,
    // Someone may have enqueued since.
    'DELETE FROM lane WHERE wakeAt IS NULL AND name',
    lanes.map(({ name }) => name),
  );
  const jobs = await unit.query<{ id: number }>(
    `SELECT id FROM job WHERE state = 'done' AND finishedAt < ${unit.dialect.nowMs} - ? LIMIT ${AT_ONCE}`,
    [KEEP_DONE_MS],
  );
  return deleteEach(
    unit,
    'DELETE FROM job WHERE id',
    jobs.map(({ id }) => id),
  );
}

async function deleteEach(unit: Unit, deleteWhere: string, values: readonly unknown[]): Promise<number> {
  if (values.length === 0) return 0;
  return unit.execute(`${deleteWhere} IN (${values.map(() => '?').join(', ')})`, values);
}
