import { LessThan } from 'typeorm';
import type { Clock } from '../clock.ts';
import type { Unit } from '../storage/unit.ts';
import { IdempotencyKeySchema } from '../tickets/idempotency.ts';
import { SeenEventSchema } from './seen-event.schema.ts';

/** Slack sends again for 24 hours at most; a week leaves room for a replica that was away. */
const KEEP_MS = 7 * 24 * 60 * 60 * 1000;

/** Deletes the keys of events and requests that nobody will repeat any more. */
export async function pruneSeenEvents(clock: Clock, unit: Unit): Promise<void> {
  const before = new Date(clock.now().getTime() - KEEP_MS);
  await unit.remove(SeenEventSchema, { seenAt: LessThan(before) });
  await unit.remove(IdempotencyKeySchema, { createdAt: LessThan(before) });
}
