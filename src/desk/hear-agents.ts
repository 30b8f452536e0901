import { findAgentByAccount } from '../assignment/agents/find-agent.ts';
import type { MessageSaid } from '../chat/inbound-event.ts';
import { visibleText } from '../chat/rich-text.ts';
import { findThread } from '../delivery/find-conversation.ts';
import { awaitsThread } from '../delivery/mark-delivery.ts';
import { NotYet } from '../errors.ts';
import { findTicketOf, isElsewhere, type Place } from '../relay/find-ticket-of.ts';
import type { Unit } from '../storage/unit.ts';
import { addMessage } from '../tickets/add-message.ts';
import { beginsInternal } from '../tickets/internal-mark.ts';
import { lockSurvivor } from '../tickets/merge-ticket.ts';
import type { DeskDeps } from './desk-deps.ts';
import { saidBy, takeByReply } from './said.ts';
import { isSeenByAll } from './seen-by-all.ts';
import { tellTwin } from './twin-note.ts';

/** The composer of the note for somebody whose reply stays at the desk. */
export const STAYS_HERE_NOTE = 'stays-here-note';

/**
 * A message at the desk. Only replies in a ticket's thread matter: an agent's goes to the merchant unless it begins
 * with //; anybody else's stays, and a note says so, private where it can be.
 */
export async function hearAgents(deps: DeskDeps, unit: Unit, event: MessageSaid): Promise<void> {
  const { threadId } = event;
  if (threadId === undefined) return;
  const place = await findTicketAtDesk(unit, event, threadId);
  if (!place) return tellTwin(deps, unit, { ...event, threadId });
  const ticket = await lockSurvivor(unit, place.ticketId);
  const agent = await findAgentByAccount(unit, event);
  const internal = agent === null || beginsInternal(visibleText(event.text));
  const visibility = internal ? 'internal' : 'public';
  const said = saidBy(agent, event, { side: 'agent', visibility, reopens: false });
  const taken = agent ? await takeByReply(deps, unit, ticket, agent, said) : ticket;
  // To take it may have moved it.
  const elsewhere = await isElsewhere(unit, ticket.id, place, { ...event, threadId });
  await addMessage(deps.tickets, unit, taken, { ...said, isElsewhere: elsewhere });
  if (!agent) await sayThatItStays(deps, unit, event, threadId, ticket.id);
}

/**
 * The ticket of a thread at the desk. A thread whose root was posted a moment ago may have its first reply before we
 * know its id: that reply must come again. The second look comes after the question, so that a root that is written
 * down between the two is not missed.
 */
async function findTicketAtDesk(
  unit: Unit,
  { platform, channelId }: MessageSaid,
  threadId: string,
): Promise<Place | null> {
  const place = await findTicketOf(unit, platform, channelId, threadId);
  if (place) return place;
  const isComing = await awaitsThread(unit, platform, channelId);
  const found = await findTicketOf(unit, platform, channelId, threadId);
  if (!found && isComing) {
    throw new NotYet('A thread is being opened in this channel: send this reply again in a moment.');
  }
  return found;
}

/** Once for each person and ticket: they know it then. It is no secret where nothing can be said to one person alone. */
async function sayThatItStays(
  deps: DeskDeps,
  unit: Unit,
  { platform, channelId, userId }: MessageSaid,
  threadId: string,
  ticketId: number,
): Promise<void> {
  const conversation = await findThread(unit, platform, channelId, threadId);
  if (!conversation) return;
  await deps.outbox.post(unit, {
    key: `${STAYS_HERE_NOTE}:${ticketId}:${userId}`,
    conversation,
    composer: STAYS_HERE_NOTE,
    payload: { ticketId },
    ...(!isSeenByAll(deps, { platform }) && { visibleTo: userId }),
  });
}
