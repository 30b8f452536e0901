import { PLATFORM_TITLES } from '../chat/platform-names.ts';
import { ticketNumber, type Ticket } from '../tickets/ticket.ts';

/** Where a ticket goes on, in words for those who read the thread that it has left. */
export const movedTo = (ticket: Pick<Ticket, 'id'>, platform: string): string =>
  `${ticketNumber(ticket)} moved to the desk in ${PLATFORM_TITLES.get(platform) ?? platform}.`;
