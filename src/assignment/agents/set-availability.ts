import { notFound } from '../../errors.ts';
import type { Unit } from '../../storage/unit.ts';
import type { Actor } from '../../tickets/audit.ts';
import { changeTicket } from '../../tickets/change-ticket.ts';
import { lockTicket, whileOpen } from '../../tickets/find-ticket.ts';
import { isOpen } from '../../tickets/ticket-status.ts';
import { TicketSchema } from '../../tickets/ticket.schema.ts';
import { AgentSchema } from './agent.schema.ts';
import type { Agent } from './agent.ts';
import type { AssignmentDeps } from '../assignment-deps.ts';
import { findOpenOffer, findOpenOffersTo } from '../offers/find-offer.ts';
import { queueOfferWaiting } from '../queue-jobs.ts';
import { moveOn } from '../offers/settle-offer.ts';
import { WaitingTicketSchema } from '../queue/waiting-ticket.schema.ts';

/** For the audit trail of what an agent's absence has changed. */
export const BECAUSE_AWAY = { because: 'the agent is away' };

/** Going away gives an agent's offers and open tickets to others; coming back takes up what waits. */
export async function setAvailability(
  deps: AssignmentDeps,
  unit: Unit,
  agentId: number,
  isAvailable: boolean,
  by: Actor,
): Promise<Agent> {
  const agent = await unit.lock(AgentSchema, { id: agentId });
  if (!agent) throw notFound('support agent');
  if (agent.isAvailable === isAvailable) return agent;
  const since = isAvailable ? { availableSince: deps.clock.now() } : {};
  await unit.update(AgentSchema, { id: agentId }, { isAvailable, ...since });
  if (isAvailable) await queueOfferWaiting(deps.jobs, unit, agentId);
  else await giveAway(deps, unit, agentId, by);
  const changed = { ...agent, isAvailable, ...since };
  await deps.onAvailability(unit, changed);
  return changed;
}

async function giveAway(deps: AssignmentDeps, unit: Unit, agentId: number, by: Actor): Promise<void> {
  const offers = await findOpenOffersTo(unit, agentId);
  const status = whileOpen();
  const tickets = await unit.find(TicketSchema, { where: { assignedTo: agentId, status } });
  const ids = new Set([...offers.map(({ ticketId }) => ticketId), ...tickets.map(({ id }) => id)]);
  for (const ticketId of [...ids].sort((a, b) => a - b)) await giveAwayOne(deps, unit, ticketId, agentId, by);
}

/** Looks again under the ticket's lock: an offer may just have been accepted. */
async function giveAwayOne(
  deps: AssignmentDeps,
  unit: Unit,
  ticketId: number,
  agentId: number,
  by: Actor,
): Promise<void> {
  const ticket = await lockTicket(unit, ticketId);
  if (ticket.assignedTo === agentId && isOpen(ticket.status)) {
    await changeTicket(deps, unit, ticket, { assignedTo: null }, by, BECAUSE_AWAY);
    return;
  }
  const offer = await findOpenOffer(unit, ticketId);
  if (offer?.agentId !== agentId) return;
  // Even when they come back at once it goes to others first.
  await unit.update(WaitingTicketSchema, { ticketId }, { previousAgentId: agentId });
  await moveOn(deps, unit, offer, 'withdrawn', by, BECAUSE_AWAY);
}
