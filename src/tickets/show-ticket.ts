import type { Scope } from '../directory/scope.ts';
import type { Reader } from '../storage/unit.ts';
import { AuditSchema } from './audit.ts';
import { readOwnTicket } from './find-ticket.ts';
import type { FileReader, LinkTo } from './files/file-links.ts';
import { showFiles } from './files/show-files.ts';
import { MessageSchema } from './message.schema.ts';
import type { Message } from './message.ts';
import { countReactions } from './react-to-message.ts';
import {
  type Attached,
  viewDeed,
  viewForMerchant,
  viewMessage,
  viewMessageForMerchant,
  viewTicket,
} from './ticket-view.ts';
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
export async function showWholeTicket(
  reader: Reader,
  scope: Scope,
  ticketId: number,
  namesOf: NamesOfAgents,
  linkTo: LinkTo,
) {
  const ticket = await readOwnTicket(reader, scope, ticketId);
  return scope.merchantId === null ? showToUs(reader, ticket, linkTo) : showToMerchant(reader, ticket, namesOf, linkTo);
}

async function showToUs(reader: Reader, ticket: Ticket, linkTo: LinkTo) {
  const where = { ticketId: ticket.id };
  const messages = await reader.find(MessageSchema, { where, order: { number: 'ASC' } });
  const audit = await reader.find(AuditSchema, { where, order: { id: 'ASC' } });
  const attached = await readAttached(reader, messages, linkTo, 'desk');
  const views = messages.map((message) => viewMessage(message, attached(message)));
  return { ...viewTicket(ticket), messages: views, audit: audit.map(viewDeed) };
}

async function showToMerchant(reader: Reader, ticket: Ticket, namesOf: NamesOfAgents, linkTo: LinkTo) {
  const where = { ticketId: ticket.id, visibility: 'public' } as const;
  const messages = await reader.find(MessageSchema, { where, order: { number: 'ASC' } });
  const names = await namesOf(reader, agentsIn([ticket.assignedTo, ...messages.map(agentOf)]));
  const attached = await readAttached(reader, messages, linkTo, 'merchant');
  const views = messages.map((message) => viewMessageForMerchant(message, names, attached(message)));
  return { ...viewForMerchant(ticket, names), messages: views };
}

async function readAttached(reader: Reader, messages: readonly Message[], linkTo: LinkTo, whom: FileReader) {
  const reactions = await countReactions(reader, messages);
  const files = await showFiles(reader, messages, linkTo, whom);
  return ({ id }: Message): Attached => ({ reactions: reactions.get(id) ?? [], files: files.get(id) ?? [] });
}

const agentOf = ({ agentId }: Message) => agentId;

const agentsIn = (ids: readonly (number | null)[]): number[] => [...new Set(ids)].filter((id) => id !== null);
