import { KEEP_EVENTS_MS } from '../seen-event.schema.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How often we write down that we hear. */
export const BEAT_MS = 20 * SECOND_MS;

/**
 * After a silence this long something may be lost: platforms that tell again do so for longer (Slack after one and after
 * five more minutes, docs.slack.dev/apis/events-api#retries), so that no quick restart is an outage.
 */
const AWAY_AFTER_MS = 4 * MINUTE_MS;

/** Before the silence, too: what was edited meanwhile was said earlier, and what failed just before was not repeated. */
const LOOK_BACK_MS = 24 * HOUR_MS;

/** Both in ms since 1970. */
export const wasAway = (heardUntil: number, now: number): boolean => now - heardUntil > AWAY_AFTER_MS;

/**
 * From when on a channel's history is read after an outage: never from before it was connected, which was not for us,
 * and not from so long ago that nobody can tell whether it came.
 */
export function readsSince(outage: { readonly since: Date; readonly until: Date }, connectedAt: Date): Date {
  const earliest = outage.until.getTime() - KEEP_EVENTS_MS;
  return new Date(Math.max(outage.since.getTime() - LOOK_BACK_MS, connectedAt.getTime(), earliest));
}

/** It was longer than what is read of it. */
export const isTooLong = ({ since, until }: { readonly since: Date; readonly until: Date }): boolean =>
  until.getTime() - since.getTime() > KEEP_EVENTS_MS;
