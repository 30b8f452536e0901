import { nameOfAgent } from '../assignment/agents/find-agent.ts';
import { findOpenOffer } from '../assignment/offers/find-offer.ts';
import { findWaiting } from '../assignment/queue/waiting-queue.ts';
import { plain, visibleText, type RichText } from '../chat/rich-text.ts';
import { isolate } from '../chat/rich-text/isolate.ts';
import { beginningOf } from '../chat/split-text.ts';
import { MerchantSchema } from '../directory/merchant.schema.ts';
import type { People } from '../directory/people.ts';
import { withNames } from '../relay/compose-message.ts';
import type { Storage } from '../storage/storage.ts';
import type { Reader } from '../storage/unit.ts';
import { findTicket } from '../tickets/find-ticket.ts';
import { MessageSchema } from '../tickets/message.schema.ts';
import { accountOf, type Message } from '../tickets/message.ts';
import { isOpen } from '../tickets/ticket-status.ts';
import { ticketNumber, type Ticket } from '../tickets/ticket.ts';
import { findWaitingSince } from '../tickets/waiting-since.ts';

/** What the cards about a ticket say, as it stands now. */
export interface TicketWords {
  readonly ticket: Ticket;
  readonly merchant: string;
  /** The agent's name; null while nobody has it. */
  readonly assignee: string | null;
  readonly firstMessage: Message | null;
  /** When the merchant said what nobody has answered yet. */
  readonly waitingSince: Date | null;
  /** How the search for an agent stands; null when nobody is looked for. */
  readonly search: Search | null;
}

/** `place`: from 1; null behind the first few. */
type Search =
  { readonly kind: 'asking'; readonly agent: string } | { readonly kind: 'queued'; readonly place: number | null };

export async function readTicketWords(reader: Reader, ticketId: number): Promise<TicketWords | null> {
  const ticket = await findTicket(reader, ticketId);
  if (!ticket) return null;
  const merchant = await reader.findOne(MerchantSchema, { where: { id: ticket.merchantId } });
  return {
    ticket,
    merchant: shorten(merchant?.name ?? 'The merchant'),
    assignee: ticket.assignedTo === null ? null : await shortNameOfAgent(reader, ticket.assignedTo),
    firstMessage: await reader.findOne(MessageSchema, { where: { ticketId, number: 1 } }),
    waitingSince: isOpen(ticket.status) ? await findWaitingSince(reader, ticketId) : null,
    search: await readSearch(reader, ticketId),
  };
}

/** Of a longer name the rest would push all else out of a card. */
const NAME_LENGTH = 80;

/** @param most UTF-16 units; with `…` where something was cut */
export const shorten = (name: string, most = NAME_LENGTH): string =>
  visibleText(beginningOf(plain(name), most, (part) => part.length));

async function shortNameOfAgent(reader: Reader, id: number): Promise<string | null> {
  const name = await nameOfAgent(reader, id);
  return name === null ? null : shorten(name);
}

async function readSearch(reader: Reader, ticketId: number): Promise<Search | null> {
  const waiting = await findWaiting(reader, ticketId);
  if (!waiting) return null;
  if (waiting.queuedAt !== null) return { kind: 'queued', place: waiting.shownPlace };
  const offer = await findOpenOffer(reader, ticketId);
  const agent = offer && (await shortNameOfAgent(reader, offer.agentId));
  return agent === null ? null : { kind: 'asking', agent };
}

/** Who has a ticket now, for somebody who came too late to get it. */
export function whoHasIt({ ticket, assignee, search }: TicketWords): string {
  const number = ticketNumber(ticket);
  if (ticket.mergedIntoId !== null) return `${number} was merged into ${ticketNumber({ id: ticket.mergedIntoId })}.`;
  if (!isOpen(ticket.status)) return `${number} is ${ticket.status}.`;
  if (assignee !== null) return `${isolate(assignee)} has ${number} now.`;
  if (search?.kind === 'asking') return `${number} is being offered to ${isolate(search.agent)} now.`;
  return `Nobody has ${number} yet: you can take it at the desk.`;
}

/** Who asked. */
export async function nameOfAsker(people: People, { ticket, firstMessage, merchant }: TicketWords): Promise<string> {
  const account = firstMessage && accountOf(firstMessage);
  const person = account && (await people.find(account));
  return person ? shorten(person.name) : ticket.source === 'api' ? 'API' : merchant;
}

/** What the ticket began with, people in it by name. */
export async function firstWords(people: People, { firstMessage, ticket }: TicketWords): Promise<RichText> {
  if (!firstMessage) return plain(ticket.description);
  if (firstMessage.deletedAt !== null) return plain('This message was deleted.');
  // The names of its files stand for what has no words.
  if (visibleText(firstMessage.text).trim() === '') return plain(ticket.description);
  return withNames(people, firstMessage, firstMessage.text);
}

const LABELS: Readonly<Record<Ticket['category'] | Ticket['priority'], string>> = {
  accounting: 'Accounting',
  customer_issue: 'Customer issue',
  technical_issue: 'Technical issue',
  other: 'Other',
  low: 'Low',
  normal: 'Normal',
  high: 'High',
  urgent: 'Urgent',
};

/** A category or a priority in people's words. */
export const labelOf = (value: keyof typeof LABELS): string => LABELS[value];

const STATUS: Readonly<Record<Ticket['status'], string>> = {
  new: 'New',
  in_progress: 'In progress',
  pending_merchant: 'Waiting for the merchant',
  pending_agent: 'Waiting for us',
  pending_customer: 'Waiting for a customer',
  resolved: 'Resolved',
  closed: 'Closed',
};

/** How a ticket stands, in the desk's words. */
export const statusOf = ({ status, mergedIntoId }: Pick<Ticket, 'status' | 'mergedIntoId'>): string =>
  mergedIntoId === null ? STATUS[status] : `Merged into ${ticketNumber({ id: mergedIntoId })}`;

const FOR_MERCHANTS: Readonly<Partial<Record<Ticket['status'], string>>> = {
  pending_merchant: 'waiting for you',
  pending_customer: 'waiting for your customer',
};

/** For whom a ticket waits on the merchant's side, in words for its people; undefined while it waits for us. */
export const waitingForThem = ({ status }: Pick<Ticket, 'status'>): string | undefined => FOR_MERCHANTS[status];

/** What stands over a ticket wherever it is shown: `SB-1042 · Payout for October is wrong`. */
export const titleOf = (ticket: Pick<Ticket, 'id' | 'subject'>): string =>
  `${ticketNumber(ticket)} · ${isolate(ticket.subject)}`;

export interface WordsDeps {
  readonly storage: Storage;
  readonly people: People;
}
