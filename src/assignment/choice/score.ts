import type { Ticket } from '../../tickets/ticket.ts';
import type { Agent } from '../agents/agent.ts';
import type { AssignmentRules } from './assignment-rules.ts';
import type { Load } from '../agents/find-agent.ts';

/** An agent for one ticket, term by term. */
export interface Score {
  readonly agent: Agent;
  readonly load: Load;
  readonly specialty: number;
  readonly workload: number;
  readonly pressing: number;
  readonly total: number;
}

export function scoreAgent(
  agent: Agent,
  load: Load,
  { category, priority }: Pick<Ticket, 'category' | 'priority'>,
  { weights, specialties }: Pick<AssignmentRules, 'weights' | 'specialties'>,
): Score {
  const tickets = load.openTickets + load.openOffers;
  const isSpecialist = specialties.includes(category) && agent.specialties.includes(category);
  const specialty = isSpecialist ? weights.specialty : 0;
  const workload = 0 - weights.openTicket * tickets;
  const isPressing = priority === 'urgent' || priority === 'high';
  const pressing = isPressing ? 0 - weights.pressing * tickets : 0;
  return { agent, load, specialty, workload, pressing, total: specialty + workload + pressing };
}

/** Best first; of equals, whoever was chosen longest ago, then the lower id. */
export function byRank(a: Score, b: Score): number {
  return b.total - a.total || chosenAt(a.agent) - chosenAt(b.agent) || a.agent.id - b.agent.id;
}

const chosenAt = ({ lastAssignedAt }: Agent): number => lastAssignedAt?.getTime() ?? 0;
