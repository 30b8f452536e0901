import type { Unit } from '../../storage/unit.ts';
import type { Actor } from '../../tickets/audit.ts';
import { changeTicket, takeUp } from '../../tickets/change-ticket.ts';
import { isOpen } from '../../tickets/ticket-status.ts';
import type { Ticket } from '../../tickets/ticket.ts';
import type { Agent } from '../agents/agent.ts';
import type { AssignmentDeps } from '../assignment-deps.ts';
import { findOpenOffer } from './find-offer.ts';
import { holdOffer } from './hold-offer.ts';
import { moveOn } from './settle-offer.ts';

/** What came of an answer: the ticket as it stands now, and whether the answer holds, be it for the second time. */
export interface Answered {
  readonly ticket: Ticket;
  readonly holds: boolean;
}

/**
 * An agent says yes. Once more is the same as once; too late, it holds only while nobody has the ticket or is asked.
 * @returns null when there is no such offer to this agent
 */
export async function acceptOffer(
  deps: AssignmentDeps,
  unit: Unit,
  offerId: number,
  agent: Agent,
  by: Actor,
): Promise<Answered | null> {
  const held = await holdOffer(unit, offerId, ({ agentId }) => agentId === agent.id);
  if (!held) return null;
  const { ticket, offer } = held;
  if (ticket.assignedTo === agent.id) return { ticket, holds: true };
  if (!isOpen(ticket.status) || ticket.assignedTo !== null) return { ticket, holds: false };
  const isFree = offer.state === 'offered' || (await findOpenOffer(unit, ticket.id)) === null;
  if (!isFree) return { ticket, holds: false };
  return { ticket: await changeTicket(deps, unit, ticket, takeUp(ticket, agent.id), by, { offerId }), holds: true };
}

/** An agent says no. @returns null when there is no such offer to this agent */
export async function passOffer(
  deps: AssignmentDeps,
  unit: Unit,
  offerId: number,
  agent: Agent,
  by: Actor,
): Promise<Answered | null> {
  const held = await holdOffer(unit, offerId, ({ agentId }) => agentId === agent.id);
  if (!held) return null;
  const { ticket, offer } = held;
  if (offer.state === 'offered') await moveOn(deps, unit, offer, 'passed', by);
  return { ticket, holds: offer.state === 'offered' || offer.state === 'passed' };
}

/**
 * An agent speaks in a ticket's thread. Whoever was asked has said yes with that, also by a note to the desk; of the
 * others, whoever answers the merchant has taken what nobody had.
 */
export async function acceptByReply(
  deps: AssignmentDeps,
  unit: Unit,
  ticket: Ticket,
  agent: Agent,
  reply: { readonly isPublic: boolean; readonly by: Actor },
): Promise<Ticket> {
  if (ticket.assignedTo !== null || !isOpen(ticket.status)) return ticket;
  if (!reply.isPublic && !(await isInHandOf(unit, ticket, agent))) return ticket;
  return changeTicket(deps, unit, ticket, takeUp(ticket, agent.id), reply.by, { because: 'replied in the thread' });
}

/** Whether a ticket whose row the caller holds is this agent's, or they are asked to take it. */
export async function isInHandOf(unit: Unit, { id, assignedTo }: Ticket, agent: Agent): Promise<boolean> {
  return assignedTo === agent.id || (await findOpenOffer(unit, id))?.agentId === agent.id;
}
