import { RetryLater, type JobHandler } from '../../jobs/job.ts';
import type { Unit } from '../../storage/unit.ts';
import { SWITCHBOARD, writeAudit } from '../../tickets/audit.ts';
import { changeTicket, takeUp } from '../../tickets/change-ticket.ts';
import { lockTicket } from '../../tickets/find-ticket.ts';
import { isOpen } from '../../tickets/ticket-status.ts';
import type { Ticket } from '../../tickets/ticket.ts';
import { AgentSchema } from '../agents/agent.schema.ts';
import { accountOfAgent, type Agent } from '../agents/agent.ts';
import type { AssignmentDeps } from '../assignment-deps.ts';
import type { AssignmentRules } from '../choice/assignment-rules.ts';
import { countLoads, findAgent } from '../agents/find-agent.ts';
import { BECAUSE_AWAY } from '../agents/set-availability.ts';
import { findOpenOffer, findRound, hadTheirSay } from './find-offer.ts';
import { findRules } from '../choice/find-rules.ts';
import { makeOffer } from './make-offer.ts';
import { queueMoved, queueNewRound, type FindAgentPayload } from '../queue-jobs.ts';
import { chooseAgent, rankAgents, termsOf, type Candidate } from '../choice/rank-agents.ts';
import { findWaiting, readPlace } from '../queue/waiting-queue.ts';
import { WaitingTicketSchema, type WaitingTicket } from '../queue/waiting-ticket.schema.ts';

/** Finds the next agent for a ticket that has none. */
export function createFindAgentHandler(deps: AssignmentDeps): JobHandler {
  return {
    run: (job) => {
      const { ticketId, unlessAgentId } = job.payload as FindAgentPayload;
      return Promise.resolve(async (unit: Unit) => {
        if (unlessAgentId !== null) await takeFromAbsent(deps, unit, ticketId, unlessAgentId);
        await offerTicket(deps, unit, ticketId);
      });
    },
  };
}

/** A ticket that was reopened stays with its agent, unless they have gone away meanwhile. */
async function takeFromAbsent(deps: AssignmentDeps, unit: Unit, ticketId: number, agentId: number): Promise<void> {
  const ticket = await lockTicket(unit, ticketId);
  if (!isOpen(ticket.status) || ticket.assignedTo !== agentId) return;
  if ((await findAgent(unit, agentId))?.isAvailable === true) return;
  await changeTicket(deps, unit, ticket, { assignedTo: null }, SWITCHBOARD, BECAUSE_AWAY);
}

/** Offers a ticket to the best agent who could take it; with nobody left it queues. */
export async function offerTicket(deps: AssignmentDeps, unit: Unit, ticketId: number): Promise<void> {
  const ticket = await lockTicket(unit, ticketId);
  const waiting = await findWaiting(unit, ticketId);
  if (!waiting || (await findOpenOffer(unit, ticketId))) return;
  const rules = await findRules(unit);
  const before = await findRound(unit, ticketId, waiting.round);
  const available = await unit.find(AgentSchema, { where: { isAvailable: true } });
  const asked = hadTheirSay(before, available);
  const ranked = rankAgents(available, await countLoads(unit), { ticket, rules, asked });
  const chosen = chooseAgent(ranked, waiting.previousAgentId)?.agent;
  if (!chosen) return queue(deps, unit, ticket, waiting, rules);
  // Whoever has come back since they were asked begins a new round: within one, nobody is asked twice.
  const isAgain = before.some(({ agentId }) => agentId === chosen.id);
  const round = isAgain ? waiting.round + 1 : waiting.round;
  await ask(deps, unit, { ticket, waiting: { ...waiting, round }, rules, ranked, chosen });
}

interface Choice {
  readonly ticket: Ticket;
  readonly waiting: WaitingTicket;
  readonly rules: AssignmentRules;
  readonly ranked: readonly Candidate[];
  readonly chosen: Agent;
}

/** Who has no account to be asked on accepts by being chosen. */
async function ask(deps: AssignmentDeps, unit: Unit, { ticket, waiting, rules, ...choice }: Choice): Promise<void> {
  const { id: agentId } = choice.chosen;
  await markChosen(deps, unit, choice.chosen);
  const { weights } = rules;
  const why = { round: waiting.round, weights, scores: choice.ranked.map(termsOf) };
  const account = accountOfAgent(choice.chosen);
  if (!account) {
    await changeTicket(deps, unit, ticket, takeUp(ticket, agentId), SWITCHBOARD, why);
    return;
  }
  await writeAudit(deps.clock, unit, ticket.id, SWITCHBOARD, 'offered', { agentId, ...why });
  await makeOffer(
    deps,
    unit,
    { ticketId: ticket.id, agentId, round: waiting.round },
    account,
    rules.offerTimeoutSeconds,
  );
  await unit.update(
    WaitingTicketSchema,
    { id: waiting.id },
    { round: waiting.round, queuedAt: null, shownPlace: null },
  );
  if (waiting.queuedAt !== null) await queueMoved(deps.jobs, unit);
  await deps.record(unit, { kind: 'waiting-changed', ticket, waitId: waiting.id, now: 'asking' });
}

/** Availability is looked at once more under the row's lock: who goes away just now would be asked otherwise. */
async function markChosen({ clock }: AssignmentDeps, unit: Unit, { id }: Agent): Promise<void> {
  const isThere = await unit.update(AgentSchema, { id, isAvailable: true }, { lastAssignedAt: clock.now() });
  if (isThere === 0) throw new RetryLater(0, 'The agent has just gone away.');
}

/** Everybody was asked, or nobody could be: the desk is told, once for as long as the ticket waits. */
async function queue(
  deps: AssignmentDeps,
  unit: Unit,
  ticket: Ticket,
  { id: waitId, round, queuedAt }: WaitingTicket,
  { queue: { newRoundAfterSeconds: afterSeconds } }: AssignmentRules,
): Promise<void> {
  const { id: ticketId } = ticket;
  if (afterSeconds !== null) await queueNewRound(deps.jobs, unit, { ticketId, waitId, round, afterSeconds });
  if (queuedAt !== null) return;
  await unit.update(WaitingTicketSchema, { id: waitId }, { queuedAt: deps.clock.now() });
  await unit.update(WaitingTicketSchema, { id: waitId }, { shownPlace: await readPlace(unit, ticketId) });
  await writeAudit(deps.clock, unit, ticketId, SWITCHBOARD, 'queued', { round });
  await queueMoved(deps.jobs, unit);
  await deps.record(unit, { kind: 'waiting-changed', ticket, waitId, now: 'queued' });
}
