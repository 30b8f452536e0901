import { positionOf, type ReactionAdded, type ReactionRemoved } from '../../../src/chat/inbound-event.ts';
import { surprising, type Reading } from '../../../src/chat/reading.ts';
import type { TeamsActivity } from '../activity.ts';
import { placeOf } from '../place.ts';
import { emojiOf } from './emoji-names.ts';
import { keyOf } from './key-of.ts';

/** A `messageReaction` activity. Teams tells only of reactions to our own bot's posts; one may tell of several. */
export function readReactions(activity: TeamsActivity): Reading<ReactionAdded | ReactionRemoved>[] {
  const messageId = activity.replyToId;
  if (messageId === undefined) return [surprising('reaction to nothing')];
  const { reactionsAdded = [], reactionsRemoved = [] } = activity;
  const told = (kind: 'reaction-added' | 'reaction-removed') => (reaction: { readonly type: string }) => ({
    kind,
    key: keyOf(
      ...[placeOf(activity).channelId, messageId, kind, activity.from.id, reaction.type],
      activity.timestamp.toISOString(),
    ),
    ...placeOf(activity),
    messageId,
    userId: activity.from.id,
    emoji: emojiOf(reaction.type),
    at: activity.timestamp,
    revision: positionOf(activity.timestamp),
  });
  return [...reactionsRemoved.map(told('reaction-removed')), ...reactionsAdded.map(told('reaction-added'))];
}
