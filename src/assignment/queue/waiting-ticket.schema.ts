import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** An open ticket that no agent has yet. Every such ticket has one of these, and no other has. */
export interface WaitingTicket {
  readonly id: number;
  readonly ticketId: number;
  /** Within a round nobody is asked twice. */
  readonly round: number;
  /** Whoever has just given the ticket away, or gone away: asked only when nobody else is left. */
  readonly previousAgentId: number | null;
  /** Since when it stands in the queue, everybody having been asked; null while agents are asked. */
  readonly queuedAt: Date | null;
  /** The place in the queue that the desk was told; null behind the first few, and out of the queue. */
  readonly shownPlace: number | null;
}

export const WaitingTicketSchema = table<WaitingTicket>({
  name: 'waiting_ticket',
  columns: {
    id: columns.id(),
    ticketId: columns.whole(),
    round: columns.whole(),
    previousAgentId: columns.whole({ nullable: true }),
    queuedAt: columns.time({ nullable: true }),
    shownPlace: columns.whole({ nullable: true }),
  },
  indices: [
    { name: 'waiting_ticket_ticket', columns: ['ticketId'], unique: true },
    { name: 'waiting_ticket_queue', columns: ['queuedAt'] },
  ],
});
