import { AgentSchema } from '../../../src/assignment/agents/agent.schema.ts';
import type { Unit } from '../../../src/storage/unit.ts';
import { AuditSchema } from '../../../src/tickets/audit.ts';
import type { Reaction } from '../../../src/tickets/ticket-events.ts';
import type { Ticket } from '../../../src/tickets/ticket.ts';

/** A choice that must not have been made, as it stood at that moment. */
export interface WrongChoice {
  readonly ticketId: number;
  readonly priority: string;
  readonly agentId: number;
  readonly isAvailable: boolean;
  readonly capacity: number | null;
  /** What the agent had in hand without this ticket. */
  readonly load: number;
}

/** Looks on while agents are chosen, and keeps the choices of those who are away, or have enough. */
export function watchChoices(capacityByRules: () => number | null) {
  const wrong: WrongChoice[] = [];
  const onlooker: Reaction = async (unit, event) => {
    const isChoice = event.kind === 'assignee-changed' || (event.kind === 'waiting-changed' && event.now === 'asking');
    const agentId = isChoice ? await chosenFor(unit, event.ticket) : null;
    const agent = agentId === null ? null : await unit.findOne(AgentSchema, { where: { id: agentId } });
    if (!agent) return;
    const { id: ticketId, priority } = event.ticket;
    const capacity = agent.capacity ?? capacityByRules();
    const load = await loadOf(unit, agent.id, ticketId);
    const isFull = priority !== 'urgent' && capacity !== null && load >= capacity;
    const { isAvailable } = agent;
    if (isFull || !isAvailable) wrong.push({ ticketId, priority, agentId: agent.id, isAvailable, capacity, load });
  };
  return { wrong, onlooker };
}

/** Whom Switchboard has just chosen; null when somebody else did. */
async function chosenFor(unit: Unit, { id }: Ticket): Promise<number | null> {
  const latest = await unit.findOne(AuditSchema, { where: { ticketId: id }, order: { id: 'DESC' } });
  const { scores, agentId, assignedTo } = latest!.details as {
    scores?: unknown;
    agentId?: number;
    assignedTo?: { to: number };
  };
  return scores === undefined ? null : (agentId ?? assignedTo!.to);
}

async function loadOf(unit: Unit, agentId: number, without: number): Promise<number> {
  const [row] = await unit.query<{ held: number }>(
    `SELECT (SELECT COUNT(*) FROM ticket WHERE assignedTo = ? AND status NOT IN ('resolved', 'closed') AND id <> ?)
       + (SELECT COUNT(*) FROM offer WHERE agentId = ? AND state = 'offered' AND ticketId <> ?) AS held`,
    [agentId, without, agentId, without],
  );
  return row!.held;
}
