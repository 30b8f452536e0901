import type { Agent } from '../../../src/assignment/agents/agent.ts';
import { DEFAULT_RULES } from '../../../src/assignment/choice/assignment-rules.ts';
import type { Load } from '../../../src/assignment/agents/find-agent.ts';
import { chooseAgent, rankAgents, termsOf } from '../../../src/assignment/choice/rank-agents.ts';
import type { Ticket } from '../../../src/tickets/ticket.ts';
import type { ApiTicket, Scene } from './scene.ts';

/** Who was asked first for a ticket, and the terms of that choice; null when it went to the queue. */
export interface Choice {
  readonly ticketId: number;
  readonly agentId: number | null;
  readonly scores: readonly unknown[] | null;
}

type Decision = ApiTicket['audit'][number];

const decisionOf = ({ audit }: ApiTicket): Decision =>
  audit.find(({ action }) => action === 'offered' || action === 'queued')!;

const NOBODY: ReadonlySet<number> = new Set();

/** Tickets in the order in which it was decided who is asked first. */
export const inOrderOfDecision = (tickets: readonly ApiTicket[]): ApiTicket[] =>
  tickets.toSorted((a, b) => decisionOf(a).id - decisionOf(b).id);

/** The choice that was made for a ticket, as its audit trail tells it. */
export function choiceOf(ticket: ApiTicket): Choice {
  const { action, details } = decisionOf(ticket);
  if (action === 'queued') return { ticketId: ticket.id, agentId: null, scores: null };
  const { agentId, scores } = details as { agentId: number; scores: unknown[] };
  return { ticketId: ticket.id, agentId, scores };
}

/**
 * The choices that one agent after another would have had for these tickets, one ticket after another: nobody has
 * anything at the beginning, and nobody answers.
 */
export function replayChoices(everybody: readonly Agent[], tickets: readonly ApiTicket[]): Choice[] {
  const agents = new Map(everybody.map((agent) => [agent.id, agent]));
  const loads = new Map<number, Load>();
  return tickets.map((shown) => {
    const ticket = shown as ApiTicket & Pick<Ticket, 'category' | 'priority'>;
    const ranked = rankAgents([...agents.values()], loads, { ticket, rules: DEFAULT_RULES, asked: NOBODY });
    const chosen = chooseAgent(ranked, null);
    if (!chosen) return { ticketId: ticket.id, agentId: null, scores: null };
    const { agent, load } = chosen;
    loads.set(agent.id, { ...load, openOffers: load.openOffers + 1 });
    agents.set(agent.id, { ...agent, lastAssignedAt: new Date(decisionOf(shown).at) });
    return { ticketId: ticket.id, agentId: agent.id, scores: ranked.map(termsOf) };
  });
}

/** All agents as they were hired. */
export async function readAgents(scene: Scene): Promise<Agent[]> {
  const { body } = await scene.api<{ agents: Agent[] }>('GET', '/support-agents?limit=100');
  return body.agents.map((agent) => ({ ...agent, lastAssignedAt: null }));
}
