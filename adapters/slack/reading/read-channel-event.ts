import { z } from 'zod';
import type { ChannelFound, ChannelLost } from '../../../src/chat/inbound-event.ts';
import type { Receiver } from './event-envelope.ts';
import { skipped, surprising, type Reading } from '../../../src/chat/reading.ts';
import { SLACK } from '../slack-config.ts';
import { dateOf, slackTimestamp } from '../slack-timestamp.ts';

/**
 * What each of Slack's events means for our posts. `channel_left` and `group_left` are told to the one who left or was
 * removed, which is our bot; `member_left_channel` is not (docs.slack.dev/reference/events/channel_left).
 */
const MEANINGS = {
  channel_archive: 'channel-lost',
  channel_deleted: 'channel-lost',
  channel_left: 'channel-lost',
  channel_unarchive: 'channel-found',
  group_archive: 'channel-lost',
  group_deleted: 'channel-lost',
  group_left: 'channel-lost',
  group_unarchive: 'channel-found',
  member_joined_channel: 'channel-found',
} as const;

type ChannelEventType = keyof typeof MEANINGS;

const schema = z.object({
  type: z.enum(Object.keys(MEANINGS) as ChannelEventType[]),
  channel: z.string().min(1).max(100),
  user: z.string().min(1).nullish(),
  event_ts: slackTimestamp,
});

/** An event that tells whether we can post into a channel. */
export function readChannelEvent(event: unknown, receiver: Receiver): Reading<ChannelLost | ChannelFound> {
  const read = schema.safeParse(event);
  if (!read.success) return surprising('malformed channel event');
  const { type, channel, user, event_ts } = read.data;
  const isOurs = user != null && user === receiver.botUserId;
  if (type === 'member_joined_channel' && !isOurs) return skipped('somebody else joined');
  const happened = {
    key: `${SLACK}:${channel}:${type}:${event_ts}`,
    platform: SLACK,
    workspaceId: receiver.workspaceId,
    channelId: channel,
    at: dateOf(event_ts),
  };
  const kind = MEANINGS[type];
  return kind === 'channel-lost' ? { ...happened, kind } : { ...happened, kind, wasInvited: isOurs };
}
