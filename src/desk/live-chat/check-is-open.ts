import type { Member } from '../../directory/member.schema.ts';
import { conflict } from '../../errors.ts';
import { ticketNumber, type Ticket } from '../../tickets/ticket.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { isLongClosed } from '../long-closed.ts';

/** What was closed long ago is done with for a merchant. @throws AppError `conflict` */
export function checkIsOpenTo(deps: DeskDeps, { merchantId }: Member, ticket: Ticket): void {
  if (merchantId !== null && isLongClosed(deps, ticket, deps.clock.now())) {
    throw conflict(`${ticketNumber(ticket)} was closed a while ago. Please begin a new request.`);
  }
}
