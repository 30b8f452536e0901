import { PLATFORM_TITLES } from '../chat/platform-names.ts';
import { isolate } from '../chat/rich-text/isolate.ts';
import { ticketNumber, type Ticket } from '../tickets/ticket.ts';

const deskIn = (platform: string): string => `the desk in ${PLATFORM_TITLES.get(platform) ?? platform}`;

/** Where a ticket goes on, in words for those who read the thread that it has left. */
export const movedTo = (ticket: Pick<Ticket, 'id'>, platform: string): string =>
  `${ticketNumber(ticket)} moved to ${deskIn(platform)}.`;

/** Where it is going, until its thread there stands. */
export const movingTo = (ticket: Pick<Ticket, 'id'>, platform: string): string =>
  `${ticketNumber(ticket)} is moving to ${deskIn(platform)}.`;

/** Where it has been, in words for the thread that it has come back to. */
export const wentTo = (ticket: Pick<Ticket, 'id'>, platform: string): string =>
  `${ticketNumber(ticket)} moved to ${deskIn(platform)}, and came back.`;

/** Why it does not go on there, in words for the thread that it goes on in. @param assignee whoever has it */
export function cannotMoveTo(ticket: Pick<Ticket, 'id'>, platform: string, assignee: string | null): string {
  const what = `${ticketNumber(ticket)} could not be opened at ${deskIn(platform)}, so it goes on here.`;
  if (assignee === null) return what;
  return `${what} ${isolate(assignee)} has it, and may not read this: take it, or ask an admin to look at that desk.`;
}
