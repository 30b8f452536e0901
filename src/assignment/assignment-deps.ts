import type { Agent } from './agents/agent.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { JobQueue } from '../jobs/worker.ts';
import type { Unit } from '../storage/unit.ts';
import type { TicketDeps } from '../tickets/ticket-events.ts';

/** What the use cases of this room are given. */
export interface AssignmentDeps extends TicketDeps {
  readonly jobs: JobQueue;
  readonly outbox: Outbox;
  /** Told in the same unit of work when an agent goes away or comes back. */
  readonly onAvailability: (unit: Unit, agent: Agent) => Promise<void>;
}
