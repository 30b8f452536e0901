import type { Unit } from '../../storage/unit.ts';
import type { Ticket } from '../../tickets/ticket.ts';
import type { AssignmentDeps } from '../assignment-deps.ts';
import { findOpenOffer, nextRound } from '../offers/find-offer.ts';
import { queueMoved, queueSearch } from '../queue-jobs.ts';
import { settleOffer } from '../offers/settle-offer.ts';
import { findWaiting } from './waiting-queue.ts';
import { WaitingTicketSchema } from './waiting-ticket.schema.ts';

/**
 * An open ticket has no agent: it begins to look for one.
 * @param previousAgentId whoever had it before
 */
export async function beginWaiting(
  { jobs }: AssignmentDeps,
  unit: Unit,
  { id: ticketId }: Ticket,
  previousAgentId: number | null,
): Promise<void> {
  const round = await nextRound(unit, ticketId);
  await unit.insert(WaitingTicketSchema, { ticketId, round, previousAgentId, queuedAt: null, shownPlace: null });
  await queueSearch(jobs, unit, ticketId);
}

/**
 * A ticket waits for nobody any more: it has an agent, or it is over.
 * @returns whether the agent who has it now had been asked
 */
export async function endWaiting(deps: AssignmentDeps, unit: Unit, ticket: Ticket): Promise<boolean> {
  const offer = await findOpenOffer(unit, ticket.id);
  const isAccepted = offer !== null && offer.agentId === ticket.assignedTo;
  if (offer) await settleOffer(deps, unit, offer, isAccepted ? 'accepted' : 'withdrawn');
  const waiting = await findWaiting(unit, ticket.id);
  if (!waiting) return isAccepted;
  await unit.remove(WaitingTicketSchema, { id: waiting.id });
  if (waiting.queuedAt !== null) await queueMoved(deps.jobs, unit);
  await deps.record(unit, { kind: 'waiting-changed', ticket, waitId: waiting.id, now: 'over' });
  return isAccepted;
}
