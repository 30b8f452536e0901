import { openDirect } from '../delivery/find-conversation.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { JobQueue } from '../jobs/worker.ts';
import type { Unit } from '../storage/unit.ts';
import type { Reaction } from '../tickets/ticket-events.ts';
import { isOpen } from '../tickets/ticket-status.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { accountOfAgent } from './agent.ts';
import { queueAssignment } from './assign-ticket.ts';
import { findAgent } from './find-agent.ts';

/** The card in an agent's direct conversation; the room of what people see composes it. */
export const AGENT_CARD = 'agent-card';

export interface AssignmentDeps {
  readonly jobs: JobQueue;
  readonly outbox: Outbox;
}

/** A new ticket looks for its agent, and so does one that is reopened; whoever gets one is told. */
export function createAssignmentReaction({ jobs, outbox }: AssignmentDeps): Reaction {
  return async (unit, event) => {
    const { ticket } = event;
    if (event.kind === 'opened') await queueAssignment(jobs, unit, ticket);
    // Nobody may ever have had it, or whoever had it may be away by now.
    if (event.kind === 'status-changed' && !isOpen(event.from)) {
      await queueAssignment(jobs, unit, ticket, ticket.assignedTo);
    }
    if (event.kind === 'assignee-changed') await tellAgent(outbox, unit, ticket, event.auditId);
  };
}

async function tellAgent(outbox: Outbox, unit: Unit, ticket: Ticket, auditId: number): Promise<void> {
  const agent = ticket.assignedTo === null ? null : await findAgent(unit, ticket.assignedTo);
  const account = agent && accountOfAgent(agent);
  if (!agent || !account) return;
  await outbox.post(unit, {
    key: `${AGENT_CARD}:${ticket.id}:${auditId}`,
    conversation: await openDirect(unit, account),
    composer: AGENT_CARD,
    payload: { ticketId: ticket.id, agentId: agent.id },
  });
}
