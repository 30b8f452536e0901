import type { Ticket } from '../tickets/ticket.ts';
import type { DeskDeps } from './desk-deps.ts';

/** Whether a ticket was closed so long ago that a reply at this time opens another. */
export const isLongClosed = ({ settings }: DeskDeps, { status, closedAt }: Ticket, at: Date): boolean =>
  status === 'closed' && closedAt !== null && at.getTime() - closedAt.getTime() > settings.reopenMs;
