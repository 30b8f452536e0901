import { findPosts } from '../delivery/compose.ts';
import type { Conversation } from '../delivery/conversation.ts';
import { findConversation } from '../delivery/find-conversation.ts';
import type { Unit } from '../storage/unit.ts';
import type { Message } from '../tickets/message.ts';
import type { TicketEvent } from '../tickets/ticket-events.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { isCopiedIn, reviseCopies, standsInCard, type CopyDeps, type Shown } from './copy-message.ts';
import { notesKey } from './emojis/show-emoji.ts';
import { withdrawFromAuthor } from './files/copy-files.ts';
import { findSides, refreshDeskCards } from './find-sides.ts';
import { mergedStoriesOf } from './open-sides.ts';
import { refreshHistory } from './queue-history.ts';
import type { SideRole } from './side.schema.ts';

const SIDES: readonly SideRole[] = ['merchant', 'agent'];

/** Every copy of a message follows it; so do the notes and the desk's card where they show something of it. */
export async function relayChange(
  deps: CopyDeps,
  unit: Unit,
  { ticket, message, before }: Extract<TicketEvent, { kind: 'message-changed' }>,
): Promise<void> {
  for (const role of SIDES) {
    for (const to of await findPlaces(unit, ticket, role, message)) {
      await reviseCopies(deps, unit, { to, role }, message, shownTo(role, message));
    }
  }
  await refreshHistory(deps, unit, message);
  if (message.deletedAt !== null) await withdrawFromAuthor(deps, unit, message);
  // They repeat its first words.
  const notes = [
    ...(await findPosts(unit, notesKey(message.id))),
    ...(ticket.mergedIntoId === null ? [] : await findPosts(unit, mergedStoriesOf(ticket.id))),
  ];
  for (const { deliveryKey } of notes) await deps.outbox.refresh(unit, deliveryKey);
  if (concernsCard(message, before)) await refreshDeskCards(deps.outbox, unit, ticket.id);
}

/**
 * Where its copies stand, in threads that the side has left, too; and where one should stand by now: what leads the card of
 * each thread may outgrow it, and has to follow it then.
 */
async function findPlaces(unit: Unit, { id }: Ticket, role: SideRole, message: Message): Promise<Conversation[]> {
  const sides = await findSides(unit, id, role);
  const now = sides.at(-1);
  const leadsCards = role === 'agent' && message.number === 1;
  const places: Conversation[] = [];
  for (const conversationId of new Set(sides.map((side) => side.conversationId))) {
    const isNow = now?.conversationId === conversationId && message.number > now.toldNumber;
    const isDue = role !== message.side && (isNow || leadsCards);
    if (!isDue && !(await isCopiedIn(unit, message, { id: conversationId }))) continue;
    const to = await findConversation(unit, conversationId);
    if (to) places.push(to);
  }
  return places;
}

function shownTo(role: SideRole, message: Message): Shown {
  const isHidden = role === 'merchant' && message.visibility === 'internal';
  if (message.deletedAt !== null || isHidden) return { words: false, files: false };
  return { words: role === 'merchant' || message.side === 'agent' || !standsInCard(message), files: true };
}

/** It leads with the first message, and says since when a merchant waits for an answer. */
const concernsCard = (message: Message, before: Message): boolean =>
  message.number === 1 || message.deletedAt !== before.deletedAt || message.visibility !== before.visibility;
