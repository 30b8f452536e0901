import { In, LessThan } from 'typeorm';
import type { Clock } from '../../clock.ts';
import type { Unit } from '../../storage/unit.ts';
import { OutageSchema } from './outage.schema.ts';
import { SweepSchema } from './sweep.schema.ts';
import { SweptEventSchema } from './swept-event.schema.ts';

/** The lines at the desks are not edited any more after that. */
const KEEP_MS = 30 * 24 * 60 * 60 * 1000;
const AT_ONCE = 100;

/** Deletes what is known of outages that are long over. */
export async function pruneOutages(clock: Clock, unit: Unit): Promise<void> {
  const until = LessThan(new Date(clock.now().getTime() - KEEP_MS));
  const old = await unit.find(OutageSchema, { where: { until }, order: { id: 'ASC' }, take: AT_ONCE });
  if (old.length === 0) return;
  const ids = In(old.map(({ id }) => id));
  await unit.remove(SweptEventSchema, { outageId: ids });
  await unit.remove(SweepSchema, { outageId: ids });
  await unit.remove(OutageSchema, { id: ids });
}
