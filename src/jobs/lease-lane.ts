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
  const { nowMs, skipLocked } = unit.dialect;
  const due = await unit.query<{ name: string }>(
    `SELECT name FROM lane WHERE wakeAt <= ${nowMs} ORDER BY wakeAt LIMIT ${most} ${skipLocked}`,
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

/** Gives the lane back. `wakeAt`: database time in ms when its first job is due, null when nothing waits. */
export async function releaseLane(unit: Unit, { lane, token }: Lease, wakeAt: number | null): Promise<void> {
  await unit.execute('UPDATE lane SET token = 0, wakeAt = ? WHERE name = ? AND token = ?', [wakeAt, lane, token]);
}

/** One process has the database to itself: whatever it finds leased at its start belonged to one that is gone. */
export async function freeAllLanes(unit: Unit): Promise<void> {
  await unit.execute(`UPDATE lane SET token = 0, wakeAt = ${unit.dialect.nowMs} WHERE token <> 0`);
}

export type LaneHead =
  | { readonly kind: 'due'; readonly job: Job }
  | { readonly kind: 'waits'; readonly wakeAt: number }
  /** Nothing stands in the lane, or its first job is dead and holds it. */
  | { readonly kind: 'idle' };

/** The first job of a lane. */
export async function headOfLane(reader: Reader, lane: string): Promise<LaneHead> {
  const { nowMs, forceIndex } = reader.dialect;
  const [row] = await reader.query<JobRow>(
    `SELECT job.*, CASE WHEN runAt <= ${nowMs} THEN 1 ELSE 0 END AS due FROM job ${forceIndex('job_lane')}
     WHERE lane = ? AND inLane = 1 ORDER BY position, id LIMIT 1`,
    [lane],
  );
  if (row?.state !== 'ready') return { kind: 'idle' };
  if (row.due === 0) return { kind: 'waits', wakeAt: row.runAt };
  return { kind: 'due', job: readJob(row) };
}

interface JobRow extends Omit<Job, 'payload' | 'inLane' | 'holdsLane'> {
  readonly payload: string;
  readonly inLane: number;
  readonly holdsLane: number;
  readonly due: number;
}

function readJob(row: JobRow): Job {
  return {
    ...row,
    payload: JSON.parse(row.payload) as JobPayload,
    inLane: row.inLane === 1,
    holdsLane: row.holdsLane === 1,
  };
}
