import { z } from 'zod';
import type { HomeOpened } from '../../../src/chat/inbound-event.ts';
import type { Receiver } from './event-envelope.ts';
import { keyOf } from './key-of.ts';
import { skipped, surprising, type Reading } from '../../../src/chat/reading.ts';
import { SLACK } from '../slack-config.ts';
import { dateOf, slackTimestamp } from '../slack-timestamp.ts';

/** docs.slack.dev/reference/events/app_home_opened */
const schema = z.object({ user: z.string().min(1).max(100), tab: z.string(), event_ts: slackTimestamp });

/** A person has opened our app. Its other tab holds what we wrote to them, and shows itself. */
export function readHomeEvent(event: unknown, { workspaceId }: Receiver): Reading<HomeOpened> {
  const read = schema.safeParse(event);
  if (!read.success) return surprising('malformed app_home_opened event');
  const { user: userId, tab, event_ts } = read.data;
  if (tab !== 'home') return skipped('another tab than the home');
  return {
    kind: 'home-opened',
    key: keyOf(SLACK, workspaceId, 'home', userId, event_ts),
    platform: SLACK,
    workspaceId,
    userId,
    at: dateOf(event_ts),
  };
}
