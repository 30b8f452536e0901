export type TicketStatus =
  'new' | 'in_progress' | 'pending_merchant' | 'pending_agent' | 'pending_customer' | 'resolved' | 'closed';

interface Words {
  readonly words: string;
  /** `yours`: the reader is the one who is waited for. */
  readonly tone: 'open' | 'busy' | 'yours' | 'over';
}

const WORDS: Readonly<Record<TicketStatus, Words>> = {
  new: { words: 'Open', tone: 'open' },
  in_progress: { words: 'In progress', tone: 'busy' },
  pending_merchant: { words: 'Waiting for the merchant', tone: 'busy' },
  pending_agent: { words: 'With support', tone: 'busy' },
  pending_customer: { words: 'Waiting for the customer', tone: 'busy' },
  resolved: { words: 'Resolved', tone: 'over' },
  closed: { words: 'Closed', tone: 'over' },
};

/** How a ticket stands, in words for whoever reads them. */
export function wordsFor(status: TicketStatus, isAtDesk: boolean): Words {
  if (status === 'pending_merchant' && !isAtDesk) return { words: 'Waiting for you', tone: 'yours' };
  return WORDS[status];
}

export const isOver = (status: TicketStatus): boolean => status === 'resolved' || status === 'closed';
