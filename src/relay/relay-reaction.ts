import type { Unit } from '../storage/unit.ts';
import { wasFilledIn } from '../tickets/form-origin.ts';
import { wasSaidLive } from '../tickets/live-origin.ts';
import type { Message } from '../tickets/message.ts';
import type { Reaction, TicketEvent } from '../tickets/ticket-events.ts';
import { findAllFiles } from '../tickets/files/keep-files.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { queueCopies, standsInCard } from './copy-message.ts';
import { bringBackEmojis, queueEmoji } from './emojis/queue-emoji.ts';
import { tellAuthor } from './files/copy-files.ts';
import { findDeskCardKey, findSide, refreshDeskCards } from './find-sides.ts';
import { homeOfAssignee, moveAgentSide, type MoveDeps } from './move-agent-side.ts';
import {
  MERGED_STORY,
  mergedStoriesOf,
  openAgentSide,
  openMerchantSide,
  QUEUE_NOTE,
  queueNoteKey,
  statusLineKey,
} from './open-sides.ts';
import { relayChange } from './relay-change.ts';

export type RelayDeps = MoveDeps;

/** Keeps the two sides of a ticket one conversation. */
export function createRelayReaction(deps: RelayDeps): Reaction {
  const { outbox } = deps;
  return async (unit, event) => {
    const { ticket } = event;
    switch (event.kind) {
      case 'opened':
        await openMerchantSide(deps, unit, ticket, event.askedIn);
        await openDeskSide(deps, unit, ticket);
        return;
      case 'message-said':
        return relay(deps, unit, event);
      case 'message-changed':
        await relayChange(deps, unit, event);
        return bringBackEmojis(deps, unit, event);
      case 'reaction-changed':
        return queueEmoji(deps, unit, event.reaction);
      case 'assignee-changed':
        await outbox.refresh(unit, statusLineKey(ticket.id));
        await outbox.refresh(unit, await findDeskCardKey(unit, ticket.id));
        return moveAgentSide(deps, unit, ticket);
      case 'status-changed':
        await outbox.refresh(unit, statusLineKey(ticket.id));
        return outbox.refresh(unit, await findDeskCardKey(unit, ticket.id));
      case 'details-changed':
        return outbox.refresh(unit, await findDeskCardKey(unit, ticket.id));
      case 'merged':
        await outbox.refresh(unit, statusLineKey(ticket.id));
        await refreshDeskCards(outbox, unit, ticket.id);
        return bringStory(deps, unit, event);
      case 'waiting-changed':
        await outbox.refresh(unit, await findDeskCardKey(unit, ticket.id));
        return tellDesk(deps, unit, event);
      case 'thread-moved':
        return;
    }
  };
}

/** Where whoever has it is at home; at the default desk while nobody has. */
const openDeskSide = async (deps: RelayDeps, unit: Unit, ticket: Ticket) =>
  openAgentSide(deps.outbox, unit, ticket, await homeOfAssignee(deps, unit, ticket));

/** One note for each time of waiting, which then changes with it. */
async function tellDesk(
  { outbox }: RelayDeps,
  unit: Unit,
  { ticket, waitId, now }: Extract<TicketEvent, { kind: 'waiting-changed' }>,
): Promise<void> {
  if (now === 'moved') return;
  const key = queueNoteKey(ticket.id, waitId);
  if (now !== 'queued') return outbox.refresh(unit, key);
  const conversation = await findSide(unit, ticket.id, 'agent');
  if (!conversation) return;
  const isNew = await outbox.post(unit, {
    key,
    conversation,
    composer: QUEUE_NOTE,
    payload: { ticketId: ticket.id, waitId },
  });
  if (!isNew) await outbox.refresh(unit, key);
}

/** What was said in a ticket that was merged is told where it goes on. */
async function bringStory(
  deps: RelayDeps,
  unit: Unit,
  { ticket, into }: Extract<TicketEvent, { kind: 'merged' }>,
): Promise<void> {
  const conversation = (await findSide(unit, into.id, 'agent')) ?? (await openDeskSide(deps, unit, into));
  if (!conversation) return;
  const key = `${mergedStoriesOf(ticket.id)}${into.id}`;
  await deps.outbox.post(unit, { key, conversation, composer: MERGED_STORY, payload: { ticketId: ticket.id } });
}

async function relay(
  deps: RelayDeps,
  unit: Unit,
  { ticket, message, isElsewhere }: Extract<TicketEvent, { kind: 'message-said' }>,
): Promise<void> {
  const isMirrored = isElsewhere || wasSaidLive(message) || isNoteFromForm(message);
  if (isMirrored) await mirror(deps, unit, ticket, message);
  if (message.visibility === 'internal') return;
  const role = message.side === 'merchant' ? 'agent' : 'merchant';
  // A ticket that was opened before there was a desk gets its thread with the next thing that is said.
  const known = await findSide(unit, ticket.id, role);
  const side = known ?? (role === 'agent' ? await openDeskSide(deps, unit, ticket) : null);
  if (!side) return;
  const words = role === 'merchant' || !standsInCard(message);
  await queueCopies(deps, unit, { to: side, role }, message, { words, files: true });
  const own = isMirrored ? null : await findSide(unit, ticket.id, message.side);
  if (own) await tellAuthor(deps, unit, own, message, await findAllFiles(unit, message.id));
}

/** A note that was written in a form stands nowhere yet; what a merchant wrote in one leads the ticket. */
const isNoteFromForm = (message: Message): boolean => message.side === 'agent' && wasFilledIn(message);

/** What was said in no thread of the ticket's own stands on its own side, too: others of that side talk there. */
async function mirror(deps: RelayDeps, unit: Unit, ticket: Ticket, message: Message): Promise<void> {
  const own = await findSide(unit, ticket.id, message.side);
  if (own) await queueCopies(deps, unit, { to: own, role: message.side }, message);
}
