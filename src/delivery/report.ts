import type { Unit } from '../storage/unit.ts';
import { DeliverySchema } from './delivery.schema.ts';
import type { Delivery } from './delivery.ts';

/**
 * What became of a delivery, for the room that tells people. It runs in the unit of work in which that is written down,
 * and may run again for the same: it brings what is told to the present state.
 */
export type DeliveryReport = (unit: Unit, delivery: Delivery) => Promise<void>;

/** After this many ms a delivery that is still on its way is late. */
export const LATE_AFTER_MS = 10_000;
const AT_ONCE = 100;

/**
 * Reports what one composer writes and is late, each delivery once over all replicas.
 * @returns how many
 */
export async function reportLate(unit: Unit, composer: string, report: DeliveryReport): Promise<number> {
  const { nowMs } = unit.dialect;
  const rows = await unit.query<{ id: number }>(
    `SELECT id FROM delivery WHERE state IN ('queued', 'intent', 'ambiguous')
     AND createdAt < ${nowMs} - ${LATE_AFTER_MS} AND isReported = 0 AND composer = ? ORDER BY id LIMIT ${AT_ONCE}`,
    [composer],
  );
  let reported = 0;
  for (const { id } of rows) if (await markReported(unit, id, report)) reported += 1;
  return reported;
}

async function markReported(unit: Unit, id: number, report: DeliveryReport): Promise<boolean> {
  if ((await unit.update(DeliverySchema, { id, isReported: false }, { isReported: true })) === 0) return false;
  const delivery = await unit.findOne(DeliverySchema, { where: { id } });
  if (delivery) await report(unit, delivery);
  return true;
}
