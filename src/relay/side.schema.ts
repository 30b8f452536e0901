import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';

export type SideRole = 'merchant' | 'agent';

/** Where one party of a ticket talks. A thread may go on under a later ticket: then it is a side of both. */
export interface Side {
  readonly id: number;
  readonly ticketId: number;
  readonly role: SideRole;
  readonly conversationId: number;
}

export const SideSchema = table<Side>({
  name: 'side',
  columns: {
    id: columns.id(),
    ticketId: columns.whole(),
    role: columns.key(10),
    conversationId: columns.whole(),
  },
  indices: [
    { name: 'side_ticket', columns: ['ticketId', 'role'], unique: true },
    { name: 'side_conversation', columns: ['conversationId', 'ticketId'] },
  ],
});
