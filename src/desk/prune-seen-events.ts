import { LessThan } from 'typeorm';
import type { Clock } from '../clock.ts';
import type { Unit } from '../storage/unit.ts';
import { IdempotencyKeySchema } from '../tickets/idempotency.ts';
import { KEEP_EVENTS_MS, SeenEventSchema } from './seen-event.schema.ts';

/** Deletes the keys of events and requests that nobody will repeat any more. */
export async function pruneSeenEvents(clock: Clock, unit: Unit): Promise<void> {
  const before = new Date(clock.now().getTime() - KEEP_EVENTS_MS);
  await unit.remove(SeenEventSchema, { seenAt: LessThan(before) });
  await unit.remove(IdempotencyKeySchema, { createdAt: LessThan(before) });
}
