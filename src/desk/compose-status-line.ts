import { plain } from '../chat/rich-text.ts';
import { isolate } from '../chat/rich-text/isolate.ts';
import type { Composer } from '../delivery/compose.ts';
import { wasFilledIn } from '../tickets/form-origin.ts';
import { ticketNumber } from '../tickets/ticket.ts';
import { readTicketWords, type TicketWords, type WordsDeps } from './ticket-words.ts';

/** The merchant's one line about their ticket, edited in place. */
export function createStatusLineComposer({ storage }: WordsDeps): Composer {
  return async (payload) => {
    const { ticketId } = payload as { ticketId: number };
    const words = await storage.read((reader) => readTicketWords(reader, ticketId));
    if (!words) return null;
    const line = statusLine(words);
    if (!isOutOfPlace(words)) return { content: { kind: 'text', text: plain(line) } };
    const card = {
      blocks: [
        { kind: 'title', text: words.ticket.subject },
        { kind: 'text', text: plain(line) },
      ],
    } as const;
    return { content: { kind: 'card', card, summary: `${isolate(words.ticket.subject)}: ${line}` } };
  };
}

/** Nobody asked in the channel: the line is what others see of it, and must say what it is about. */
const isOutOfPlace = ({ ticket, firstMessage }: TicketWords): boolean =>
  ticket.source === 'api' || (firstMessage !== null && wasFilledIn(firstMessage));

/** How a ticket stands, in the merchant's words. */
export function statusLine({ ticket, assignee }: Pick<TicketWords, 'ticket' | 'assignee'>): string {
  const number = ticketNumber(ticket);
  if (ticket.mergedIntoId !== null) return `${number} goes on as ${ticketNumber({ id: ticket.mergedIntoId })}.`;
  switch (ticket.status) {
    case 'resolved':
      return `${number} is resolved. Reply here to reopen it.`;
    case 'closed':
      return `${number} is closed. Reply here if you need us again.`;
    case 'pending_merchant':
      return `${number} is waiting for you.`;
    case 'pending_customer':
      return `${number} is waiting for your customer.`;
    case 'new':
    case 'in_progress':
    case 'pending_agent':
      return `${number} is open. ${whoLooks(assignee)}`;
  }
}

/** What is done about an open ticket that waits for nobody on the merchant's side. */
export const whoLooks = (assignee: string | null): string =>
  assignee === null ? 'We will be with you shortly.' : `${isolate(assignee)} is looking at it.`;
