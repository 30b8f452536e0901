import { z } from 'zod';
import { emojiNamed } from '../../src/chat/emoji.ts';
import type { ReactionAdded } from '../../src/chat/inbound-event.ts';
import type { Receiver } from './event-envelope.ts';
import { skipped, surprising, type Reading } from './reading.ts';
import { SLACK } from './slack-config.ts';
import { dateOf, slackTimestamp } from './slack-timestamp.ts';

const reactionSchema = z.object({
  user: z.string().min(1),
  reaction: z.string().min(1).max(100),
  event_ts: slackTimestamp.optional(),
  item: z.discriminatedUnion('type', [
    z.object({ type: z.literal('message'), channel: z.string().min(1), ts: slackTimestamp }),
    z.object({ type: z.literal('file') }),
    z.object({ type: z.literal('file_comment') }),
  ]),
});

/** A `reaction_added` event (docs.slack.dev/reference/events/reaction_added). */
export function readReactionEvent(event: unknown, receiver: Receiver): Reading<ReactionAdded> {
  const read = reactionSchema.safeParse(event);
  if (!read.success) return surprising('malformed reaction_added event');
  const { user, reaction, item, event_ts } = read.data;
  if (item.type !== 'message') return skipped('reaction to a file');
  if (user === receiver.botUserId) return skipped('our own reaction');
  return {
    kind: 'reaction-added',
    key: `${SLACK}:${item.channel}:${item.ts}:reaction:${user}:${reaction}`,
    platform: SLACK,
    workspaceId: receiver.workspaceId,
    channelId: item.channel,
    messageId: item.ts,
    userId: user,
    emoji: emojiNamed(reaction) ?? reaction,
    at: dateOf(event_ts ?? item.ts),
  };
}
