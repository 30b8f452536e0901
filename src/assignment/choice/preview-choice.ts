import { notFound } from '../../errors.ts';
import type { Reader } from '../../storage/unit.ts';
import { findTicket } from '../../tickets/find-ticket.ts';
import { isOpen } from '../../tickets/ticket-status.ts';
import type { Ticket } from '../../tickets/ticket.ts';
import { AgentSchema } from '../agents/agent.schema.ts';
import { countLoads, findAgent, type Load } from '../agents/find-agent.ts';
import type { AssignmentRules } from './assignment-rules.ts';
import { findOpenOffer, findRound, hadTheirSay } from '../offers/find-offer.ts';
import { capacityOf, chooseAgent, rankAgents, termsOf, type Candidate } from './rank-agents.ts';
import { findWaiting } from '../queue/waiting-queue.ts';

/** Whom a ticket would be offered to now, and why. */
export interface Preview {
  /** Every agent, best first. */
  readonly agents: readonly (ReturnType<typeof termsOf> & {
    readonly name: string;
    readonly capacity: number | null;
  })[];
  readonly chosen: { readonly agentId: number; readonly name: string } | null;
  readonly why: string;
}

/** Changes nothing. @param rules those in force, or others that somebody thinks of */
export async function previewChoice(reader: Reader, ticketId: number, rules: AssignmentRules): Promise<Preview> {
  const ticket = await findTicket(reader, ticketId);
  if (!ticket) throw notFound('ticket');
  const waiting = await findWaiting(reader, ticketId);
  const everybody = await reader.find(AgentSchema, {});
  const asked = hadTheirSay(waiting ? await findRound(reader, ticketId, waiting.round) : [], everybody);
  const ranked = rankAgents(everybody, await loadsWithout(reader, ticket), { ticket, rules, asked });
  const chosen = chooseAgent(ranked, waiting ? waiting.previousAgentId : ticket.assignedTo);
  const agents = ranked.map((candidate) => ({
    ...termsOf(candidate),
    name: candidate.agent.name,
    capacity: capacityOf(candidate.agent, rules),
  }));
  return {
    agents,
    chosen: chosen && { agentId: chosen.agent.id, name: chosen.agent.name },
    why: `${await present(reader, ticket)}${chosen ? reasonFor(chosen, ranked) : reasonForNobody(ranked)}`,
  };
}

/** What everybody would have in hand if nobody had this ticket. */
async function loadsWithout(reader: Reader, { assignedTo, status }: Ticket): Promise<ReadonlyMap<number, Load>> {
  const loads = new Map(await countLoads(reader));
  const load = assignedTo === null || !isOpen(status) ? undefined : loads.get(assignedTo);
  if (assignedTo !== null && load) loads.set(assignedTo, { ...load, openTickets: load.openTickets - 1 });
  return loads;
}

/** A ticket that is in somebody's hands is not offered: the preview tells what would be if it were. */
async function present(reader: Reader, { id, assignedTo, status }: Ticket): Promise<string> {
  if (!isOpen(status)) return `The ticket is ${status}; were it open: `;
  const agent = assignedTo === null ? null : await findAgent(reader, assignedTo);
  if (agent) return `${agent.name} has the ticket; were it free: `;
  const offer = await findOpenOffer(reader, id);
  const asked = offer && (await findAgent(reader, offer.agentId));
  return asked ? `${asked.name} is being asked; after that: ` : '';
}

function reasonFor(chosen: Candidate, ranked: readonly Candidate[]): string {
  const { agent, total } = chosen;
  const able = ranked.filter(({ hindrance }) => hindrance === null);
  if (able.length === 1) return `${agent.name} is the only one who could take it.`;
  if (able[0] !== chosen) return `${agent.name} has the highest score (${total}) of those who have not just had it.`;
  const equals = able.filter((other) => other.total === total).length;
  if (equals > 1)
    return `${agent.name} has the highest score (${total}) with others, and comes first among them: chosen longest ago, or added first.`;
  return `${agent.name} has the highest score (${total}).`;
}

function reasonForNobody(ranked: readonly Candidate[]): string {
  if (ranked.length === 0) return 'There is no agent yet: it would wait in the queue.';
  const count = (hindrance: Candidate['hindrance']) => ranked.filter((other) => other.hindrance === hindrance).length;
  const counted = `away: ${count('away')}, full: ${count('full')}, asked in this round: ${count('asked')}`;
  return `None of ${ranked.length} agents could take it (${counted}): it would wait in the queue.`;
}
