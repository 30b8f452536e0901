import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';
import type { Unit } from '../storage/unit.ts';

/** When a channel takes its next post. Kept in the database, so that any number of replicas keep it together. */
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

/**
 * Claims the channel's next posting time, or keeps the one claimed before.
 * @param perSecond posts that the channel takes in a second
 */
export async function claimSlot(unit: Unit, channel: string, perSecond: number, claimed: number | null): Promise<Slot> {
  if (claimed !== null) {
    const kept = await keptSlot(unit, channel, claimed);
    if (kept) return kept;
  }
  const { nowMs, onConflict } = unit.dialect;
  const intervalMs = Math.round(1000 / perSecond);
  await unit.execute(
    `INSERT INTO pace (channel, nextAt, heldUntil) VALUES (?, ${nowMs} + ?, 0)
     ${onConflict('channel')} nextAt = CASE WHEN pace.nextAt > ${nowMs} THEN pace.nextAt ELSE ${nowMs} END + ?`,
    [channel, intervalMs, intervalMs],
  );
  const [row] = await unit.query<{ slotAt: number; waitMs: number }>(
    `SELECT nextAt - ? AS slotAt, nextAt - ? - ${nowMs} AS waitMs FROM pace WHERE channel = ?`,
    [intervalMs, intervalMs, channel],
  );
  return { at: row?.slotAt ?? 0, waitMs: Math.max(0, row?.waitMs ?? 0) };
}

async function keptSlot(unit: Unit, channel: string, claimed: number): Promise<Slot | null> {
  const [row] = await unit.query<{ heldUntil: number; waitMs: number }>(
    `SELECT heldUntil, ? - ${unit.dialect.nowMs} AS waitMs FROM pace WHERE channel = ?`,
    [claimed, channel],
  );
  if (row === undefined || row.heldUntil > claimed) return null;
  return { at: claimed, waitMs: Math.max(0, row.waitMs) };
}

/** The platform limited this channel: nothing is posted there for `ms`. Other channels go on. */
export async function holdChannel(unit: Unit, channel: string, ms: number): Promise<void> {
  const { nowMs, onConflict, proposed } = unit.dialect;
  const later = (column: string) =>
    `${column} = CASE WHEN pace.${column} > ${proposed(column)} THEN pace.${column} ELSE ${proposed(column)} END`;
  await unit.execute(
    `INSERT INTO pace (channel, nextAt, heldUntil) VALUES (?, ${nowMs} + ?, ${nowMs} + ?)
     ${onConflict('channel')} ${later('nextAt')}, ${later('heldUntil')}`,
    [channel, ms, ms],
  );
}
