import { RetryLater, type JobHandler } from '../jobs/job.ts';
import type { JobQueue } from '../jobs/worker.ts';
import type { Unit } from '../storage/unit.ts';
import { SWITCHBOARD } from '../tickets/audit.ts';
import { changeTicket } from '../tickets/change-ticket.ts';
import { lockTicket } from '../tickets/find-ticket.ts';
import type { TicketDeps } from '../tickets/ticket-events.ts';
import { isOpen } from '../tickets/ticket-status.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { AgentSchema } from './agent.schema.ts';
import type { Agent } from './agent.ts';
import { countOpenTickets, findAgent } from './find-agent.ts';
import { byRank, scoreAgent, type Score } from './score.ts';

export const ASSIGN_JOB = 'assign-ticket';

/** One lane for all: concurrent tickets are spread exactly as one after another would be. */
const LANE = 'assignment';

/** @param exceptAgentId who must not get it while they are away, or have just gone */
export async function queueAssignment(
  jobs: JobQueue,
  unit: Unit,
  { id }: Pick<Ticket, 'id'>,
  exceptAgentId: number | null = null,
): Promise<void> {
  await jobs.enqueue(unit, {
    kind: ASSIGN_JOB,
    lane: LANE,
    payload: { ticketId: id, exceptAgentId },
    // One that may choose anybody is not the same as one that may not: who is alone and comes back at once gets it.
    uniqueKey: `${ASSIGN_JOB}:${id}:${exceptAgentId ?? 'anybody'}`,
  });
}

/** Chooses an agent for a ticket that has none, or only one who is away. With nobody available it goes on waiting. */
export function createAssignHandler(deps: TicketDeps): JobHandler {
  return {
    run: (job) => {
      const { ticketId, exceptAgentId } = job.payload as { ticketId: number; exceptAgentId: number | null };
      return Promise.resolve((unit: Unit) => assign(deps, unit, ticketId, exceptAgentId));
    },
  };
}

async function assign(deps: TicketDeps, unit: Unit, ticketId: number, exceptAgentId: number | null): Promise<void> {
  const ticket = await lockTicket(unit, ticketId);
  if (!isOpen(ticket.status) || (await hasItsAgent(unit, ticket, exceptAgentId))) return;
  const ranked = await rankAgents(unit, ticket, exceptAgentId);
  const best = ranked[0]?.agent;
  if (best) await markAssigned(deps, unit, best);
  const takenUp = best && ticket.status === 'new' ? ({ status: 'in_progress' } as const) : {};
  const change = { assignedTo: best?.id ?? null, ...takenUp };
  await changeTicket(deps, unit, ticket, change, SWITCHBOARD, { scores: ranked.map(termsOf) });
}

/** Whoever a ticket was given to by hand keeps it, away or not; only the one it is to be taken from must be there. */
async function hasItsAgent(unit: Unit, { assignedTo }: Ticket, exceptAgentId: number | null): Promise<boolean> {
  if (assignedTo === null) return false;
  return assignedTo !== exceptAgentId || (await findAgent(unit, assignedTo))?.isAvailable === true;
}

/** Availability is looked at once more under the row's lock: who goes away just now would keep the ticket otherwise. */
async function markAssigned({ clock }: TicketDeps, unit: Unit, { id }: Agent): Promise<void> {
  const isThere = await unit.update(AgentSchema, { id, isAvailable: true }, { lastAssignedAt: clock.now() });
  if (isThere === 0) throw new RetryLater(0, 'The agent has just gone away.');
}

/** Everybody who could take the ticket, best first. */
async function rankAgents(unit: Unit, ticket: Ticket, exceptAgentId: number | null): Promise<Score[]> {
  const available = await unit.find(AgentSchema, { where: { isAvailable: true } });
  const openTickets = await countOpenTickets(unit);
  return available
    .filter(({ id }) => id !== exceptAgentId)
    .map((agent) => scoreAgent(agent, openTickets.get(agent.id) ?? 0, ticket))
    .sort(byRank);
}

const termsOf = ({ agent, specialty, workload, pressing, total }: Score) => ({
  agentId: agent.id,
  specialty,
  workload,
  pressing,
  total,
});
