import { IsNull } from 'typeorm';
import { notFound } from '../errors.ts';
import type { JobQueue } from '../jobs/worker.ts';
import type { Unit } from '../storage/unit.ts';
import type { Actor } from '../tickets/audit.ts';
import { changeTicket } from '../tickets/change-ticket.ts';
import { lockTicket } from '../tickets/find-ticket.ts';
import type { TicketDeps } from '../tickets/ticket-events.ts';
import { TICKET_PRIORITIES, type Ticket } from '../tickets/ticket.ts';
import { AgentSchema } from './agent.schema.ts';
import type { Agent } from './agent.ts';
import { queueAssignment } from './assign-ticket.ts';
import { findOpenTickets } from './find-agent.ts';

export interface AvailabilityDeps extends TicketDeps {
  readonly jobs: JobQueue;
}

/** Going away hands an agent's open tickets to others; coming back takes up what waits. */
export async function setAvailability(
  deps: AvailabilityDeps,
  unit: Unit,
  agentId: number,
  isAvailable: boolean,
  by: Actor,
): Promise<Agent> {
  const agent = await unit.lock(AgentSchema, { id: agentId });
  if (!agent) throw notFound('support agent');
  if (agent.isAvailable === isAvailable) return agent;
  await unit.update(AgentSchema, { id: agentId }, { isAvailable });
  if (isAvailable) await queueWaiting(deps.jobs, unit);
  else await handOver(deps, unit, agentId, by);
  return { ...agent, isAvailable };
}

/** Urgent first, then oldest. */
export async function queueWaiting(jobs: JobQueue, unit: Unit): Promise<void> {
  const waiting = await findOpenTickets(unit, { assignedTo: IsNull() });
  const urgency = ({ priority }: Ticket) => TICKET_PRIORITIES.indexOf(priority);
  for (const ticket of waiting.toSorted((a, b) => urgency(b) - urgency(a))) await queueAssignment(jobs, unit, ticket);
}

async function handOver(deps: AvailabilityDeps, unit: Unit, agentId: number, by: Actor): Promise<void> {
  for (const { id } of await findOpenTickets(unit, { assignedTo: agentId })) {
    const ticket = await lockTicket(unit, id);
    if (ticket.assignedTo !== agentId) continue;
    await changeTicket(deps, unit, ticket, { assignedTo: null }, by, { because: 'the agent is away' });
    await queueAssignment(deps.jobs, unit, ticket, agentId);
  }
}
