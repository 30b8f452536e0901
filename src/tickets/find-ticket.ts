import { Between, In, Not, type FindOptionsWhere } from 'typeorm';
import type { PlatformName } from '../chat/address.ts';
import type { Scope } from '../directory/scope.ts';
import { notFound } from '../errors.ts';
import type { Reader, Unit } from '../storage/unit.ts';
import { MessageSchema } from './message.schema.ts';
import type { Message } from './message.ts';
import { isOpen, type TicketStatus } from './ticket-status.ts';
import { TicketSchema } from './ticket.schema.ts';
import type { Ticket } from './ticket.ts';

/** The condition on the status of tickets that are open. */
export const whileOpen = () => Not(In<TicketStatus>(['resolved', 'closed']));

export const findTicket = (reader: Reader, id: number): Promise<Ticket | null> =>
  reader.findOne(TicketSchema, { where: { id } });

/** The ticket, held until the unit of work ends. @throws AppError `not_found` */
export async function lockTicket(unit: Unit, id: number): Promise<Ticket> {
  const ticket = await unit.lock(TicketSchema, { id });
  if (!ticket) throw notFound('ticket');
  return ticket;
}

/** A ticket for somebody: one that is not theirs is not there. */
export const findOwnTicket = (reader: Reader, scope: Scope, id: number): Promise<Ticket | null> =>
  reader.findOne(TicketSchema, { where: scope.own({ id }) });

/** The same. @throws AppError `not_found` */
export async function readOwnTicket(reader: Reader, scope: Scope, id: number): Promise<Ticket> {
  const ticket = await findOwnTicket(reader, scope, id);
  if (!ticket) throw notFound('ticket');
  return ticket;
}

/** The same, held until the unit of work ends. @throws AppError `not_found` */
export async function lockOwnTicket(unit: Unit, scope: Scope, id: number): Promise<Ticket> {
  await readOwnTicket(unit, scope, id);
  return lockTicket(unit, id);
}

export const findMessage = (reader: Reader, id: number): Promise<Message | null> =>
  reader.findOne(MessageSchema, { where: { id } });

/** The message with this number in a ticket. */
export const findMessageOf = (reader: Reader, ticketId: number, number: number): Promise<Message | null> =>
  reader.findOne(MessageSchema, { where: { ticketId, number } });

/** The message that stands at this place of a platform. */
export const findMessageAt = (
  reader: Reader,
  platform: PlatformName,
  channelId: string,
  nativeId: string,
): Promise<Message | null> => reader.findOne(MessageSchema, { where: { platform, channelId, nativeId } });

interface SaidBy {
  readonly platform: PlatformName;
  readonly channelId: string;
  readonly authorId: string;
}

/** The open ticket that an author spoke in last, at most `withinMs` before or after `at`. */
export function findRecentTicket(reader: Reader, author: SaidBy, at: Date, withinMs: number): Promise<Ticket | null> {
  const saidAt = Between(new Date(at.getTime() - withinMs), new Date(at.getTime() + withinMs));
  return latestOpen(reader, { ...author, saidAt });
}

/** The open ticket that an author spoke in last, however long ago. */
export const findOpenTicketOf = (reader: Reader, author: SaidBy): Promise<Ticket | null> => latestOpen(reader, author);

/** How many of an author's latest messages are looked at: their tickets may be resolved meanwhile. */
const LOOK_BACK = 20;

async function latestOpen(reader: Reader, where: FindOptionsWhere<Message>): Promise<Ticket | null> {
  const said = await reader.find(MessageSchema, { where, order: { saidAt: 'DESC', id: 'DESC' }, take: LOOK_BACK });
  if (said.length === 0) return null;
  const tickets = await findAll(
    reader,
    said.map(({ ticketId }) => ticketId),
  );
  const survivors = tickets.map(({ id, mergedIntoId }) => mergedIntoId ?? id);
  return (await findAll(reader, survivors)).find(({ status }) => isOpen(status)) ?? null;
}

/** In the order in which they are asked for, each once. */
async function findAll(reader: Reader, ids: readonly number[]): Promise<Ticket[]> {
  const wanted = [...new Set(ids)];
  const found = await reader.find(TicketSchema, { where: { id: In(wanted) } });
  return wanted.flatMap((id) => found.filter((ticket) => ticket.id === id));
}
