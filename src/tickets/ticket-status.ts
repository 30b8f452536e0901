import { conflict } from '../errors.ts';

export const TICKET_STATUSES = [
  'new',
  'in_progress',
  'pending_merchant',
  'pending_agent',
  'pending_customer',
  'resolved',
  'closed',
] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

const WORKING = ['in_progress', 'pending_merchant', 'pending_agent', 'pending_customer'] as const;

/** Every status change there is. A ticket never becomes `new` again. */
const ALLOWED: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  new: [...WORKING, 'resolved', 'closed'],
  in_progress: ['pending_merchant', 'pending_agent', 'pending_customer', 'resolved', 'closed'],
  pending_merchant: ['in_progress', 'pending_agent', 'pending_customer', 'resolved', 'closed'],
  pending_agent: ['in_progress', 'pending_merchant', 'pending_customer', 'resolved', 'closed'],
  pending_customer: ['in_progress', 'pending_merchant', 'pending_agent', 'resolved', 'closed'],
  resolved: ['in_progress', 'pending_agent', 'closed'],
  closed: ['in_progress', 'pending_agent'],
};

export const isOpen = (status: TicketStatus): boolean => status !== 'resolved' && status !== 'closed';

/** @throws AppError `conflict` with the allowed ones */
export function checkStatusChange(from: TicketStatus, to: TicketStatus): void {
  const allowed = ALLOWED[from];
  if (from === to || allowed.includes(to)) return;
  throw conflict(`A ticket that is ${from} cannot become ${to}. It can become: ${allowed.join(', ')}.`, { allowed });
}

/** The status after someone spoke in public; null when it stays. Only what a merchant says reopens a ticket. */
export function statusAfterMessage(
  status: TicketStatus,
  by: 'agent' | 'merchant',
  reopens: boolean,
): TicketStatus | null {
  if (!isOpen(status)) return by === 'merchant' && reopens ? 'pending_agent' : null;
  if (by === 'agent') return 'pending_merchant';
  // Nobody has taken it up yet: it still is new.
  return status === 'new' ? null : 'pending_agent';
}
