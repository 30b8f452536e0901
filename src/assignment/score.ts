import type { Ticket } from '../tickets/ticket.ts';
import type { Agent } from './agent.ts';

const SPECIALTY = 50;
const OPEN_TICKET = 5;
const OPEN_TICKET_WHEN_PRESSING = 3;

/** An agent for one ticket, term by term. */
export interface Score {
  readonly agent: Agent;
  readonly openTickets: number;
  readonly specialty: number;
  readonly workload: number;
  readonly pressing: number;
  readonly total: number;
}

export function scoreAgent(
  agent: Agent,
  openTickets: number,
  { category, priority }: Pick<Ticket, 'category' | 'priority'>,
): Score {
  const specialty = agent.specialties.includes(category) ? SPECIALTY : 0;
  const workload = 0 - OPEN_TICKET * openTickets;
  const isPressing = priority === 'urgent' || priority === 'high';
  const pressing = isPressing ? 0 - OPEN_TICKET_WHEN_PRESSING * openTickets : 0;
  return { agent, openTickets, specialty, workload, pressing, total: specialty + workload + pressing };
}

/** Best first; of equals, whoever was assigned longest ago, then the lower id. */
export function byRank(a: Score, b: Score): number {
  return b.total - a.total || assignedAt(a.agent) - assignedAt(b.agent) || a.agent.id - b.agent.id;
}

const assignedAt = ({ lastAssignedAt }: Agent): number => lastAssignedAt?.getTime() ?? 0;
