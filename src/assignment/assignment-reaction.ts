import { findPost } from '../delivery/compose.ts';
import type { Unit } from '../storage/unit.ts';
import type { Reaction, TicketEvent } from '../tickets/ticket-events.ts';
import { isOpen } from '../tickets/ticket-status.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { accountOfAgent } from './agents/agent.ts';
import type { AssignmentDeps } from './assignment-deps.ts';
import { findAgent } from './agents/find-agent.ts';
import { findAccepted, findOpenOffer, nextRound } from './offers/find-offer.ts';
import { noteAccepted } from './offers/make-offer.ts';
import { OfferSchema } from './offers/offer.schema.ts';
import { offerCardKey } from './offers/offer.ts';
import { queueMoved, queueOfferWaiting, queueSearch } from './queue-jobs.ts';
import { beginWaiting, endWaiting } from './queue/wait-for-agent.ts';
import { findWaiting } from './queue/waiting-queue.ts';

type Event<Kind extends TicketEvent['kind']> = Extract<TicketEvent, { kind: Kind }>;

/** An open ticket without an agent looks for one; offers and the queue follow whatever else becomes of it. */
export function createAssignmentReaction(deps: AssignmentDeps): Reaction {
  return async (unit, event) => {
    switch (event.kind) {
      case 'opened':
        return beginWaiting(deps, unit, event.ticket, null);
      case 'status-changed':
        return onStatusChanged(deps, unit, event);
      case 'assignee-changed':
        return onAssigneeChanged(deps, unit, event);
      case 'details-changed':
        return onDetailsChanged(deps, unit, event);
      case 'message-changed':
        return event.message.number === 1 ? refreshEveryCard(deps, unit, event.ticket) : undefined;
      case 'thread-moved':
        // They lead there.
        return refreshEveryCard(deps, unit, event.ticket);
      case 'message-said':
      case 'merged':
      case 'reaction-changed':
      case 'waiting-changed':
        return;
    }
  };
}

async function onStatusChanged(
  deps: AssignmentDeps,
  unit: Unit,
  { ticket, from }: Event<'status-changed'>,
): Promise<void> {
  const { assignedTo, status } = ticket;
  if (isOpen(from) === isOpen(status)) return;
  if (!isOpen(status)) await endWaiting(deps, unit, ticket);
  else if (assignedTo === null) await beginWaiting(deps, unit, ticket, null);
  else await queueSearch(deps.jobs, unit, ticket.id, assignedTo);
  if (assignedTo === null) return;
  if (isOpen(status)) return bringBackCard(deps, unit, ticket, assignedTo);
  await refreshCard(deps, unit, ticket, assignedTo);
  await queueOfferWaiting(deps.jobs, unit, assignedTo);
}

/** Whoever resolved a ticket before they were sent a card of it is sent one now. */
async function bringBackCard(deps: AssignmentDeps, unit: Unit, ticket: Ticket, agentId: number): Promise<void> {
  const accepted = await findAccepted(unit, ticket.id, agentId);
  const post = accepted && (await findPost(unit, offerCardKey(accepted.id)));
  if (!post || post.state === 'cancelled') return tellAssigned(deps, unit, ticket, agentId);
  await refreshCard(deps, unit, ticket, agentId);
}

async function onAssigneeChanged(
  deps: AssignmentDeps,
  unit: Unit,
  { ticket, from }: Event<'assignee-changed'>,
): Promise<void> {
  const wasAsked = await endWaiting(deps, unit, ticket);
  if (ticket.assignedTo !== null && !wasAsked) await tellAssigned(deps, unit, ticket, ticket.assignedTo);
  if (ticket.assignedTo === null && isOpen(ticket.status)) await beginWaiting(deps, unit, ticket, from);
  if (from === null) return;
  await refreshCard(deps, unit, ticket, from);
  await queueOfferWaiting(deps.jobs, unit, from);
}

/** What is over needs no card. */
async function tellAssigned(deps: AssignmentDeps, unit: Unit, { id, status }: Ticket, agentId: number): Promise<void> {
  const agent = await findAgent(unit, agentId);
  if (!agent) return;
  const offer = { ticketId: id, agentId, round: await nextRound(unit, id) };
  await noteAccepted(deps, unit, offer, isOpen(status) ? accountOfAgent(agent) : null);
}

async function onDetailsChanged(deps: AssignmentDeps, unit: Unit, { ticket }: Event<'details-changed'>): Promise<void> {
  await refreshCard(deps, unit, ticket, ticket.assignedTo);
  const waiting = await findWaiting(unit, ticket.id);
  if (!waiting?.queuedAt) return;
  await queueMoved(deps.jobs, unit);
  // What has become urgent goes to those who are full, too.
  if (ticket.priority === 'urgent') await queueSearch(deps.jobs, unit, ticket.id);
}

/** All of them lead with the first message, also those of agents who have passed. */
async function refreshEveryCard({ outbox }: AssignmentDeps, unit: Unit, { id: ticketId }: Ticket): Promise<void> {
  const offers = await unit.find(OfferSchema, { where: { ticketId }, order: { id: 'ASC' } });
  for (const offer of offers) await outbox.refresh(unit, offerCardKey(offer.id));
}

/** The card with which an agent was asked, or told; null: whoever is asked now. */
async function refreshCard(
  { outbox }: AssignmentDeps,
  unit: Unit,
  { id }: Ticket,
  agentId: number | null,
): Promise<void> {
  const open = await findOpenOffer(unit, id);
  const isTheirs = agentId === null || open?.agentId === agentId;
  const offer = isTheirs ? open : await findAccepted(unit, id, agentId);
  if (offer) await outbox.refresh(unit, offerCardKey(offer.id));
}
