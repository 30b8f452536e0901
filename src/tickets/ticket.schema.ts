import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';
import type { Ticket } from './ticket.ts';

export const TicketSchema = table<Ticket>({
  name: 'ticket',
  columns: {
    id: columns.id(),
    subject: columns.prose(300),
    description: columns.longProse(),
    category: columns.key(20),
    priority: columns.key(10),
    status: columns.key(20),
    source: columns.key(20),
    merchantId: columns.whole(),
    contractId: columns.prose(100, { nullable: true }),
    assignedTo: columns.whole({ nullable: true }),
    continuesId: columns.whole({ nullable: true }),
    mergedIntoId: columns.whole({ nullable: true }),
    waitedSince: columns.time({ nullable: true }),
    lastNumber: columns.whole(),
    lastVersion: { ...columns.whole(), default: 0 },
    createdAt: columns.time(),
    updatedAt: columns.time(),
    firstResponseAt: columns.time({ nullable: true }),
    resolvedAt: columns.time({ nullable: true }),
    closedAt: columns.time({ nullable: true }),
  },
  indices: [
    { name: 'ticket_assigned', columns: ['assignedTo', 'status'] },
    { name: 'ticket_merchant', columns: ['merchantId', 'status'] },
    { name: 'ticket_status', columns: ['status'] },
    { name: 'ticket_merged', columns: ['mergedIntoId'] },
  ],
});
