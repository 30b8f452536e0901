import { createHash } from 'node:crypto';
import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';
import type { Unit } from '../storage/unit.ts';

/** When a channel takes its next post, or whatever else a platform limits. Kept in the database, so that any number of replicas keep it together. */
export interface Pace {
  readonly channel: string;
  /** Database time in ms. */
  readonly nextAt: number;
  /** The platform asked for silence until then; times claimed earlier are void. */
  readonly heldUntil: number;
}

export const PaceSchema = table<Pace>({
  name: 'pace',
  columns: { channel: columns.key(190, { primary: true }), nextAt: columns.whole(), heldUntil: columns.whole() },
});

export interface Slot {
  /** Database time in ms. */
  readonly at: number;
  readonly waitMs: number;
}

const MAX_NAME_LENGTH = 190;

/** The name of what is limited. Platforms' ids may be long: then their hash names it. */
export function paceName(...parts: readonly string[]): string {
  const name = parts.join(':');
  if (name.length <= MAX_NAME_LENGTH) return name;
  return `${parts[0]}:${createHash('sha256').update(name).digest('base64url')}`;
}

/** How much a channel that was quiet takes ahead of its steady pace, in ms. */
export const aheadMs = (perSecond: number, burst: number): number => (burst - 1) * intervalOf(perSecond);

const intervalOf = (perSecond: number): number => Math.round(1000 / perSecond);

/**
 * Claims the channel's next posting time, or keeps the one claimed before.
 * @param perSecond posts that the channel takes in a second
 * @param burst posts that it takes at once when it was quiet: a steady pace with some room ahead (GCRA)
 */
export async function claimSlot(
  unit: Unit,
  channel: string,
  perSecond: number,
  claimed: number | null,
  burst = 1,
): Promise<Slot> {
  if (claimed !== null) {
    const kept = await keptSlot(unit, channel, claimed);
    if (kept) return kept;
  }
  const { nowMs, onConflict } = unit.dialect;
  const intervalMs = intervalOf(perSecond);
  await unit.execute(
    `INSERT INTO pace (channel, nextAt, heldUntil) VALUES (?, ${nowMs} + ?, 0)
     ${onConflict('channel')} nextAt = CASE WHEN pace.nextAt > ${nowMs} THEN pace.nextAt ELSE ${nowMs} END + ?`,
    [channel, intervalMs, intervalMs],
  );
  const beforeMs = intervalMs + aheadMs(perSecond, burst);
  const [row] = await unit.query<{ slotAt: number; now: number }>(
    `SELECT nextAt - ? AS slotAt, ${nowMs} AS now FROM pace WHERE channel = ?`,
    [beforeMs, channel],
  );
  const { slotAt = 0, now = 0 } = row ?? {};
  // Later than whatever silence is over: a slot of the past would be void by it.
  return { at: Math.max(slotAt, now), waitMs: Math.max(0, slotAt - now) };
}

async function keptSlot(unit: Unit, channel: string, claimed: number): Promise<Slot | null> {
  const [row] = await unit.query<{ heldUntil: number; waitMs: number }>(
    `SELECT heldUntil, ? - ${unit.dialect.nowMs} AS waitMs FROM pace WHERE channel = ?`,
    [claimed, channel],
  );
  if (row === undefined || row.heldUntil > claimed) return null;
  return { at: claimed, waitMs: Math.max(0, row.waitMs) };
}

/**
 * Takes one of what may be done now; nothing is claimed for later, so that what was taken happens when it is said to.
 * @returns 0, or how long nothing can be taken, in ms
 */
export async function takeNow(unit: Unit, channel: string, everyMs: number, burst = 1): Promise<number> {
  const { nowMs, onConflict } = unit.dialect;
  const ahead = (burst - 1) * everyMs;
  await unit.execute(
    `INSERT INTO pace (channel, nextAt, heldUntil) VALUES (?, 0, 0) ${onConflict('channel')} nextAt = pace.nextAt`,
    [channel],
  );
  const taken = await unit.execute(
    `UPDATE pace SET nextAt = CASE WHEN nextAt > ${nowMs} THEN nextAt ELSE ${nowMs} END + ?
     WHERE channel = ? AND nextAt <= ${nowMs} + ?`,
    [everyMs, channel, ahead],
  );
  if (taken === 1) return 0;
  const [row] = await unit.query<{ waitMs: number }>(
    `SELECT nextAt - ? - ${nowMs} AS waitMs FROM pace WHERE channel = ?`,
    [ahead, channel],
  );
  return Math.max(1, row?.waitMs ?? 1);
}

/**
 * The platform limited this channel: nothing is posted there for `ms`. Other channels go on.
 * @param aheadMs of its pace, where it has room ahead: that is used up, then
 */
export async function holdChannel(unit: Unit, channel: string, ms: number, aheadMs = 0): Promise<void> {
  const { nowMs, onConflict, proposed } = unit.dialect;
  const later = (column: string) =>
    `${column} = CASE WHEN pace.${column} > ${proposed(column)} THEN pace.${column} ELSE ${proposed(column)} END`;
  await unit.execute(
    `INSERT INTO pace (channel, nextAt, heldUntil) VALUES (?, ${nowMs} + ?, ${nowMs} + ?)
     ${onConflict('channel')} ${later('nextAt')}, ${later('heldUntil')}`,
    [channel, ms + aheadMs, ms],
  );
}

/** Places that were quiet for so long have nothing to remember, in ms. */
const KEEP_MS = 24 * 60 * 60 * 1000;
/** Rows that one unit of work deletes at most, so that it stays short. */
const AT_ONCE = 1_000;

/** Forgets places that have long been quiet, a thousand at most: threads come and never end. */
export async function prunePace(unit: Unit): Promise<void> {
  const { nowMs } = unit.dialect;
  const isQuiet = `nextAt < ${nowMs} - ? AND heldUntil < ${nowMs} - ?`;
  const quiet = await unit.query<{ channel: string }>(`SELECT channel FROM pace WHERE ${isQuiet} LIMIT ${AT_ONCE}`, [
    KEEP_MS,
    KEEP_MS,
  ]);
  if (quiet.length === 0) return;
  // One of them may have woken up since.
  await unit.execute(`DELETE FROM pace WHERE ${isQuiet} AND channel IN (${quiet.map(() => '?').join(', ')})`, [
    KEEP_MS,
    KEEP_MS,
    ...quiet.map(({ channel }) => channel),
  ]);
}
