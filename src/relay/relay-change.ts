import { findPosts } from '../delivery/compose.ts';
import type { Unit } from '../storage/unit.ts';
import type { Message } from '../tickets/message.ts';
import type { TicketEvent } from '../tickets/ticket-events.ts';
import { isCopiedIn, reviseCopies, standsInCard, type CopyDeps, type Shown } from './copy-message.ts';
import { notesKey } from './emojis/show-emoji.ts';
import { withdrawFromAuthor } from './files/copy-files.ts';
import { deskCardKey, findSide, mergedStoriesOf } from './open-sides.ts';
import type { SideRole } from './side.schema.ts';

const SIDES: readonly SideRole[] = ['merchant', 'agent'];

/** Every copy of a message follows it; so do the notes and the desk's card where they show something of it. */
export async function relayChange(
  deps: CopyDeps,
  unit: Unit,
  { ticket, message, before }: Extract<TicketEvent, { kind: 'message-changed' }>,
): Promise<void> {
  for (const role of SIDES) {
    const to = await findSide(unit, ticket.id, role);
    if (to && (role !== message.side || (await isCopiedIn(unit, message, to))))
      await reviseCopies(deps, unit, { to, role }, message, shownTo(role, message));
  }
  if (message.deletedAt !== null) await withdrawFromAuthor(deps, unit, message);
  // They repeat its first words.
  const notes = [
    ...(await findPosts(unit, notesKey(message.id))),
    ...(ticket.mergedIntoId === null ? [] : await findPosts(unit, mergedStoriesOf(ticket.id))),
  ];
  for (const { deliveryKey } of notes) await deps.outbox.refresh(unit, deliveryKey);
  if (concernsCard(message, before)) await deps.outbox.refresh(unit, deskCardKey(ticket.id));
}

function shownTo(role: SideRole, message: Message): Shown {
  const isHidden = role === 'merchant' && message.visibility === 'internal';
  if (message.deletedAt !== null || isHidden) return { words: false, files: false };
  return { words: role === 'merchant' || message.side === 'agent' || !standsInCard(message), files: true };
}

/** It leads with the first message, and says since when a merchant waits for an answer. */
const concernsCard = (message: Message, before: Message): boolean =>
  message.number === 1 || message.deletedAt !== before.deletedAt || message.visibility !== before.visibility;
