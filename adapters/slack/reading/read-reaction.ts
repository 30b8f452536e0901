import { z } from 'zod';
import type { ReactionAdded, ReactionRemoved } from '../../../src/chat/inbound-event.ts';
import { emojiOf } from '../text/emoji-names.ts';
import type { Receiver } from './event-envelope.ts';
import { skipped, surprising, type Reading } from '../../../src/chat/reading.ts';
import { SLACK } from '../slack-config.ts';
import { dateOf, microsecondsOf, slackTimestamp, timestampOf } from '../slack-timestamp.ts';

const reactionSchema = z.object({
  type: z.enum(['reaction_added', 'reaction_removed']),
  user: z.string().min(1),
  reaction: z.string().min(1).max(100),
  event_ts: slackTimestamp.optional(),
  item: z.discriminatedUnion('type', [
    z.object({ type: z.literal('message'), channel: z.string().min(1), ts: slackTimestamp }),
    z.object({ type: z.literal('file') }),
    z.object({ type: z.literal('file_comment') }),
  ]),
});

/** A `reaction_added` or `reaction_removed` event (docs.slack.dev/reference/events/reaction_added). */
export function readReactionEvent(event: unknown, receiver: Receiver): Reading<ReactionAdded | ReactionRemoved> {
  const read = reactionSchema.safeParse(event);
  if (!read.success) return surprising('malformed reaction event');
  const { type, user, reaction, item, event_ts } = read.data;
  if (item.type !== 'message') return skipped('reaction to a file');
  if (user === receiver.botUserId) return skipped('our own reaction');
  const at = event_ts ?? item.ts;
  return {
    kind: type === 'reaction_added' ? 'reaction-added' : 'reaction-removed',
    key: `${SLACK}:${item.channel}:${item.ts}:${type}:${user}:${reaction}:${at}`,
    platform: SLACK,
    workspaceId: receiver.workspaceId,
    channelId: item.channel,
    messageId: item.ts,
    userId: user,
    emoji: emojiOf(reaction),
    at: dateOf(at),
    revision: microsecondsOf(at),
  };
}

const standingSchema = z.array(z.object({ name: z.string().min(1).max(100), users: z.array(z.string().min(1)) }));

/** What stands under a message in a history, which tells neither when nor always of everybody. */
export const standingReactions = standingSchema.nullish().catch(undefined);

/**
 * The same as if each had been put there now.
 * @param at by Slack's clock, as nearly as we know it
 */
export function readStandingReactions(
  message: { readonly ts: string; readonly reactions?: z.infer<typeof standingReactions> },
  channel: string,
  receiver: Receiver,
  at: Date,
): ReactionAdded[] {
  const event_ts = timestampOf(at);
  const item = { type: 'message', channel, ts: message.ts };
  return (message.reactions ?? [])
    .flatMap(({ name: reaction, users }) =>
      users.map((user) => ({ type: 'reaction_added', user, reaction, item, event_ts })),
    )
    .map((event) => readReactionEvent(event, receiver))
    .filter((reading) => reading.kind === 'reaction-added');
}
