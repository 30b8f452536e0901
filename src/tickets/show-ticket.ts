import type { Scope } from '../directory/scope.ts';
import type { Reader } from '../storage/unit.ts';
import { AuditSchema } from './audit.ts';
import { readOwnTicket } from './find-ticket.ts';
import { MessageSchema } from './message.schema.ts';
import type { Message } from './message.ts';
import { countReactions } from './react-to-message.ts';
import { viewDeed, viewForMerchant, viewMessage, viewMessageForMerchant, viewTicket } from './ticket-view.ts';
import type { Ticket } from './ticket.ts';

/** The names of some agents; they live in a room below. */
export type NamesOfAgents = (reader: Reader, ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;

/** Tickets as somebody may see them. */
export async function showTickets(reader: Reader, scope: Scope, tickets: readonly Ticket[], namesOf: NamesOfAgents) {
  if (scope.merchantId === null) return tickets.map(viewTicket);
  const names = await namesOf(reader, agentsIn(tickets.map(({ assignedTo }) => assignedTo)));
  return tickets.map((ticket) => viewForMerchant(ticket, names));
}

export async function showTicket(reader: Reader, scope: Scope, ticket: Ticket, namesOf: NamesOfAgents) {
  if (scope.merchantId === null) return viewTicket(ticket);
  return viewForMerchant(ticket, await namesOf(reader, agentsIn([ticket.assignedTo])));
}

/** A ticket with its story, as somebody may see them. @throws AppError `not_found` */
export async function showWholeTicket(reader: Reader, scope: Scope, ticketId: number, namesOf: NamesOfAgents) {
  const ticket = await readOwnTicket(reader, scope, ticketId);
  return scope.merchantId === null ? showToUs(reader, ticket) : showToMerchant(reader, ticket, namesOf);
}

async function showToUs(reader: Reader, ticket: Ticket) {
  const where = { ticketId: ticket.id };
  const messages = await reader.find(MessageSchema, { where, order: { number: 'ASC' } });
  const audit = await reader.find(AuditSchema, { where, order: { id: 'ASC' } });
  const reactions = await countReactions(reader, messages);
  const views = messages.map((message) => viewMessage(message, reactions.get(message.id)));
  return { ...viewTicket(ticket), messages: views, audit: audit.map(viewDeed) };
}

async function showToMerchant(reader: Reader, ticket: Ticket, namesOf: NamesOfAgents) {
  const where = { ticketId: ticket.id, visibility: 'public' } as const;
  const messages = await reader.find(MessageSchema, { where, order: { number: 'ASC' } });
  const names = await namesOf(reader, agentsIn([ticket.assignedTo, ...messages.map(agentOf)]));
  const reactions = await countReactions(reader, messages);
  const views = messages.map((message) => viewMessageForMerchant(message, names, reactions.get(message.id)));
  return { ...viewForMerchant(ticket, names), messages: views };
}

const agentOf = ({ agentId }: Message) => agentId;

const agentsIn = (ids: readonly (number | null)[]): number[] => [...new Set(ids)].filter((id) => id !== null);
