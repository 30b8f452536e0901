import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';

export type SideRole = 'merchant' | 'agent';

/**
 * Where one party of a ticket talks, or talked: the agents' side moves with whoever has the ticket, and the place with
 * the highest epoch is where it is now. A thread may go on under a later ticket: then it is a side of both.
 */
export interface Side {
  readonly id: number;
  readonly ticketId: number;
  readonly role: SideRole;
  readonly conversationId: number;
  /** From 1; one more each time that the side moves. */
  readonly epoch: number;
  /** The latest message that was said before the side moved here: those up to it are told here, and not copied. */
  readonly toldNumber: number;
}

export const SideSchema = table<Side>({
  name: 'side',
  columns: {
    id: columns.id(),
    ticketId: columns.whole(),
    role: columns.key(10),
    conversationId: columns.whole(),
    epoch: { ...columns.whole(), default: 1 },
    toldNumber: { ...columns.whole(), default: 0 },
  },
  indices: [
    { name: 'side_epoch', columns: ['ticketId', 'role', 'epoch'], unique: true },
    { name: 'side_conversation', columns: ['conversationId', 'ticketId'] },
  ],
});
