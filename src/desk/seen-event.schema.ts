import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';
import type { Unit } from '../storage/unit.ts';

/** What has happened, told by its key: a second telling changes nothing. */
export interface SeenEvent {
  readonly eventKey: string;
  readonly seenAt: Date;
}

export const SeenEventSchema = table<SeenEvent>({
  name: 'seen_event',
  columns: { eventKey: columns.key(190, { primary: true }), seenAt: columns.time() },
  indices: [{ name: 'seen_event_age', columns: ['seenAt'] }],
});

/** Slack sends again for 24 hours at most; a week leaves room for a replica that was away. */
export const KEEP_EVENTS_MS = 7 * 24 * 60 * 60 * 1000;

/** Whether the key of what happened then may have been deleted. */
export const isForgotten = (at: Date, now: Date): boolean => now.getTime() - at.getTime() > KEEP_EVENTS_MS;

/** @returns false when it was seen before; of two at once, the second waits for the first one's commit */
export async function recordEvent(unit: Unit, eventKey: string, seenAt: Date): Promise<boolean> {
  return (await unit.insertOnce(SeenEventSchema, { eventKey, seenAt })) !== null;
}
