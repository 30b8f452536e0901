import type { Outbox } from '../delivery/outbox.ts';
import type { JobQueue } from '../jobs/worker.ts';
import type { TicketDeps } from '../tickets/ticket-events.ts';

/** What the use cases of this room are given. */
export interface AssignmentDeps extends TicketDeps {
  readonly jobs: JobQueue;
  readonly outbox: Outbox;
}
