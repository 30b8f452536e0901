import type { ReactionAdded, ReactionRemoved } from '../chat/inbound-event.ts';
import { awaitsPost } from '../delivery/mark-delivery.ts';
import { NotYet } from '../errors.ts';
import { findSeen, type Seen } from '../relay/emojis/find-emoji-place.ts';
import type { Unit } from '../storage/unit.ts';
import { reactToMessage } from '../tickets/react-to-message.ts';
import type { DeskDeps } from './desk-deps.ts';

/** Somebody reacted to a message of a ticket, to its copy, or to the card that leads with it. */
export async function hearReaction(
  { tickets }: DeskDeps,
  unit: Unit,
  event: ReactionAdded | ReactionRemoved,
): Promise<void> {
  const seen = await findWhatWasSeen(unit, event);
  if (!seen) return;
  const { platform, workspaceId, userId, emoji, revision } = event;
  const isOn = event.kind === 'reaction-added';
  const reaction = { side: seen.side, platform, workspaceId, userId, emoji, isOn, revision };
  await reactToMessage(tickets, unit, seen.message, reaction);
}

/**
 * A post of a moment ago may have its first reaction before we know its id: that must come again. The second look comes
 * after the question, so that a post that is written down between the two is not missed.
 */
async function findWhatWasSeen(unit: Unit, event: ReactionAdded | ReactionRemoved): Promise<Seen | null> {
  const seen = await findSeen(unit, event);
  if (seen) return seen;
  const isComing = await awaitsPost(unit, event.platform, event.channelId);
  const found = await findSeen(unit, event);
  if (!found && isComing)
    throw new NotYet('A post is on its way to this channel: send this reaction again in a moment.');
  return found;
}
