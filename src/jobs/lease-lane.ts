import { randomInt } from 'node:crypto';
import type { Reader, Unit } from '../storage/unit.ts';
import { LeaseLost, type Job, type JobPayload } from './job.ts';

/** A lane that is ours until its lease runs out, told by its token. */
export interface Lease {
  readonly lane: string;
  readonly token: number;
}

const MAX_TOKEN = 2 ** 47;

/** How long until the first lane is due, in ms; null when none waits. Touches no lock. */
export async function untilNextLane(reader: Reader): Promise<number | null> {
  const [row] = await reader.query<{ waitMs: number }>(
    `SELECT wakeAt - ${reader.dialect.nowMs} AS waitMs FROM lane WHERE wakeAt IS NOT NULL ORDER BY wakeAt LIMIT 1`,
  );
  return row === undefined ? null : row.waitMs;
}

/** Takes lanes that are due, longest first; those whose lease ran out are among them. */
export async function claimLanes(unit: Unit, most: number, leaseMs: number): Promise<Lease[]> {
  const { nowMs, forceIndex, skipLocked } = unit.dialect;
  const due = await unit.query<{ name: string }>(
    // SKIP LOCKED skips nothing that an ORDER BY beside the index has sorted first.
    `SELECT name FROM lane ${forceIndex('lane_wake_at')}
     WHERE wakeAt <= ${nowMs} ORDER BY wakeAt LIMIT ${most} ${skipLocked}`,
  );
  if (due.length === 0) return [];
  const token = randomInt(1, MAX_TOKEN);
  const names = due.map(({ name }) => name);
  await unit.execute(
    `UPDATE lane SET token = ?, wakeAt = ${nowMs} + ? WHERE name IN (${names.map(() => '?').join(', ')})`,
    [token, leaseMs, ...names],
  );
  return names.map((lane) => ({ lane, token }));
}

/** Locks the lane's row and renews its lease. Comes first in every unit of work of a running job. @throws LeaseLost */
export async function fence(unit: Unit, { lane, token }: Lease, leaseMs: number): Promise<void> {
  const ours = await unit.execute(`UPDATE lane SET wakeAt = ${unit.dialect.nowMs} + ? WHERE name = ? AND token = ?`, [
    leaseMs,
    lane,
    token,
  ]);
  if (ours === 0) throw new LeaseLost(`Lane ${lane} was taken over.`);
}

/** Gives the lane back, to be claimed when its head is due. */
export async function releaseLane(unit: Unit, { lane, token }: Lease, head: LaneHead | null): Promise<void> {
  const wakeAt = head?.wakeAt ?? null;
  await unit.execute('UPDATE lane SET token = 0, wakeAt = ? WHERE name = ? AND token = ?', [wakeAt, lane, token]);
}

/** One process has the database to itself: whatever it finds leased at its start belonged to one that is gone. */
export async function freeAllLanes(unit: Unit): Promise<void> {
  await unit.execute(`UPDATE lane SET token = 0, wakeAt = ${unit.dialect.nowMs} WHERE token <> 0`);
}

/** The first job of a lane that has one to run. */
export interface LaneHead {
  readonly job: Job;
  readonly due: boolean;
  /** Database time in ms; never in the past, so that a lane given back queues up behind those that waited. */
  readonly wakeAt: number;
}

/** @returns null when nothing stands in the lane, or its first job is dead and holds it */
export async function headOfLane(reader: Reader, lane: string): Promise<LaneHead | null> {
  const { nowMs, forceIndex } = reader.dialect;
  const [found] = await reader.query<JobRow & { nowMs: number }>(
    `SELECT job.*, ${nowMs} AS nowMs FROM job ${forceIndex('job_lane')}
     WHERE lane = ? AND inLane = 1 ORDER BY position, id LIMIT 1`,
    [lane],
  );
  if (found?.state !== 'ready') return null;
  const { nowMs: now, ...row } = found;
  return { job: readJob(row), due: row.runAt <= now, wakeAt: Math.max(row.runAt, now) };
}

interface JobRow extends Omit<Job, 'payload' | 'inLane' | 'holdsLane'> {
  readonly payload: string;
  readonly inLane: number;
  readonly holdsLane: number;
}

function readJob(row: JobRow): Job {
  return {
    ...row,
    payload: JSON.parse(row.payload) as JobPayload,
    inLane: row.inLane === 1,
    holdsLane: row.holdsLane === 1,
  };
}
