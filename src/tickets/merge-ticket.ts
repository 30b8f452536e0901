import { conflict, invalid } from '../errors.ts';
import type { Reader, Unit } from '../storage/unit.ts';
import { writeAudit, type Actor } from './audit.ts';
import { changeTicket, checkGoesOn } from './change-ticket.ts';
import { findWaitingSince } from './waiting-since.ts';
import { lockTicket } from './find-ticket.ts';
import type { TicketDeps } from './ticket-events.ts';
import { isOpen } from './ticket-status.ts';
import { TicketSchema } from './ticket.schema.ts';
import { ticketNumber, type Ticket } from './ticket.ts';

/** The tickets that were merged into this one. */
export const findMergedInto = (reader: Reader, id: number): Promise<Ticket[]> =>
  reader.find(TicketSchema, { where: { mergedIntoId: id }, order: { id: 'ASC' } });

/** A ticket, or the one into which it was merged, held until the unit of work ends. @throws AppError `not_found` */
export async function lockSurvivor(unit: Unit, id: number): Promise<Ticket> {
  const ticket = await lockTicket(unit, id);
  return ticket.mergedIntoId === null ? ticket : lockSurvivor(unit, ticket.mergedIntoId);
}

/**
 * Makes one of two tickets about one thing: the first is closed for good, and what is said in its threads is said in the
 * second from then on. A second time changes nothing.
 * @throws AppError `conflict` or `invalid` when the two cannot become one, `not_found`
 */
export async function mergeTicket(
  deps: TicketDeps,
  unit: Unit,
  id: number,
  intoId: number,
  by: Actor,
): Promise<Ticket> {
  const [ticket, into] = await lockBoth(unit, id, intoId);
  if (ticket.mergedIntoId === into.id) return ticket;
  checkMerge(ticket, into);
  const waitedSince = isOpen(ticket.status) ? await findWaitingSince(unit, id) : null;
  const closed = await changeTicket(deps, unit, ticket, { status: 'closed' }, by, { mergedInto: ticketNumber(into) });
  await writeAudit(deps.clock, unit, id, by, 'merged', { into: ticketNumber(into) });
  await writeAudit(deps.clock, unit, into.id, by, 'merged', { from: ticketNumber(ticket) });
  const earlier = await findMergedInto(unit, id);
  await unit.update(TicketSchema, { id }, { mergedIntoId: intoId, waitedSince });
  // So that none needs more than one step to where it goes on; what they waited for is waited for by this one.
  await unit.update(TicketSchema, { mergedIntoId: id }, { mergedIntoId: intoId, waitedSince: null });
  const survivor = waitedSince === null ? into : await awaitAnswer(deps, unit, into, by);
  const merged = { ...closed, mergedIntoId: intoId, waitedSince };
  const others = earlier.map((one) => ({ ...one, mergedIntoId: intoId, waitedSince: null }));
  for (const one of [merged, ...others]) await deps.record(unit, { kind: 'merged', ticket: one, into: survivor });
  return merged;
}

/** In the order of their ids, so that two people who merge the same two do not wait for each other. */
async function lockBoth(unit: Unit, id: number, intoId: number): Promise<readonly [Ticket, Ticket]> {
  const first = await lockTicket(unit, Math.min(id, intoId));
  const second = id === intoId ? first : await lockTicket(unit, Math.max(id, intoId));
  return first.id === id ? [first, second] : [second, first];
}

function checkMerge(ticket: Ticket, into: Ticket): void {
  const [number, target] = [ticketNumber(ticket), ticketNumber(into)];
  if (ticket.id === into.id) throw invalid(`${number} cannot be merged into itself: choose another ticket.`);
  if (ticket.merchantId !== into.merchantId) throw invalid(`${target} is another merchant’s, so nothing was merged.`);
  checkGoesOn(ticket);
  checkGoesOn(into);
  if (!isOpen(into.status)) throw conflict(`${target} is ${into.status}, so nothing was merged. Reopen it first.`);
}

/** Somebody still waits for an answer, now in this ticket. */
async function awaitAnswer(deps: TicketDeps, unit: Unit, into: Ticket, by: Actor): Promise<Ticket> {
  const isAnswered = into.status === 'pending_merchant' || into.status === 'pending_customer';
  return isAnswered ? changeTicket(deps, unit, into, { status: 'pending_agent' }, by) : into;
}
