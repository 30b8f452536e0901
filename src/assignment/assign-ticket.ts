import type { JobHandler } from '../jobs/job.ts';
import type { JobQueue } from '../jobs/worker.ts';
import type { Unit } from '../storage/unit.ts';
import { SWITCHBOARD } from '../tickets/audit.ts';
import { changeTicket } from '../tickets/change-ticket.ts';
import { lockTicket } from '../tickets/find-ticket.ts';
import type { TicketDeps } from '../tickets/ticket-events.ts';
import { isOpen } from '../tickets/ticket-status.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { AgentSchema } from './agent.schema.ts';
import { countOpenTickets } from './find-agent.ts';
import { byRank, scoreAgent, type Score } from './score.ts';

export const ASSIGN_JOB = 'assign-ticket';

/** One lane for all: concurrent tickets are spread exactly as one after another would be. */
const LANE = 'assignment';

/** @param exceptAgentId who must not get it: they have just gone away */
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
    uniqueKey: `${ASSIGN_JOB}:${id}`,
  });
}

/** Chooses an agent for a ticket that has none. With nobody available it goes on waiting. */
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
  if (ticket.assignedTo !== null || !isOpen(ticket.status)) return;
  const ranked = await rankAgents(unit, ticket, exceptAgentId);
  const best = ranked[0];
  if (!best) return;
  await unit.update(AgentSchema, { id: best.agent.id }, { lastAssignedAt: deps.clock.now() });
  const change = { assignedTo: best.agent.id, ...(ticket.status === 'new' && { status: 'in_progress' as const }) };
  await changeTicket(deps, unit, ticket, change, SWITCHBOARD, { scores: ranked.map(termsOf) });
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
