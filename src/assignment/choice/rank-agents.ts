import type { Ticket } from '../../tickets/ticket.ts';
import type { Agent } from '../agents/agent.ts';
import type { AssignmentRules } from './assignment-rules.ts';
import { NO_LOAD, type Load } from '../agents/find-agent.ts';
import { byRank, scoreAgent, type Score } from './score.ts';

/**
 * Why a ticket is not offered to an agent: they are away, they have as many tickets as they take, or they were asked in
 * this round.
 */
export type Hindrance = 'away' | 'full' | 'asked';

export interface Candidate extends Score {
  /** Null: they could take it. */
  readonly hindrance: Hindrance | null;
}

export interface Asking {
  readonly ticket: Pick<Ticket, 'category' | 'priority'>;
  readonly rules: AssignmentRules;
  /** Who was asked in this round. */
  readonly asked: ReadonlySet<number>;
}

/** These agents for a ticket, best first, whether or not they could take it. */
export function rankAgents(agents: readonly Agent[], loads: ReadonlyMap<number, Load>, asking: Asking): Candidate[] {
  const { ticket, rules } = asking;
  return agents
    .map((agent) => scoreAgent(agent, loads.get(agent.id) ?? NO_LOAD, ticket, rules))
    .sort(byRank)
    .map((score) => ({ ...score, hindrance: hindranceOf(score, asking) }));
}

function hindranceOf({ agent, load }: Score, { ticket, rules, asked }: Asking): Hindrance | null {
  if (!agent.isAvailable) return 'away';
  if (asked.has(agent.id)) return 'asked';
  return ticket.priority !== 'urgent' && isFull(agent, load, rules) ? 'full' : null;
}

/** What is urgent goes to those who are full, too. */
export function isFull(agent: Agent, { openTickets, openOffers }: Load, rules: AssignmentRules): boolean {
  const capacity = capacityOf(agent, rules);
  return capacity !== null && openTickets + openOffers >= capacity;
}

export const capacityOf = ({ capacity }: Agent, rules: AssignmentRules): number | null => capacity ?? rules.capacity;

/**
 * The best who could take it. Whoever had it before comes last: what an agent gives away, or leaves behind by going
 * away, goes to others as long as there are any.
 */
export function chooseAgent(ranked: readonly Candidate[], previousAgentId: number | null): Candidate | null {
  const able = ranked.filter(({ hindrance }) => hindrance === null);
  return able.find(({ agent }) => agent.id !== previousAgentId) ?? able[0] ?? null;
}

/** The terms of a choice, as the audit trail and the preview show them. */
export const termsOf = ({ agent, load, specialty, workload, pressing, total, hindrance }: Candidate) => ({
  agentId: agent.id,
  ...load,
  specialty,
  workload,
  pressing,
  total,
  hindrance,
});
