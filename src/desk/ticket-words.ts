import { nameOfAgent } from '../assignment/find-agent.ts';
import type { RichText } from '../chat/rich-text.ts';
import { MerchantSchema } from '../directory/merchant.schema.ts';
import type { People } from '../directory/people.ts';
import { withNames } from '../relay/compose-message.ts';
import type { Storage } from '../storage/storage.ts';
import type { Reader } from '../storage/unit.ts';
import { findTicket, findWaitingSince } from '../tickets/find-ticket.ts';
import { MessageSchema } from '../tickets/message.schema.ts';
import { accountOf, type Message } from '../tickets/message.ts';
import { isOpen } from '../tickets/ticket-status.ts';
import type { Ticket } from '../tickets/ticket.ts';

/** What the cards about a ticket say, as it stands now. */
export interface TicketWords {
  readonly ticket: Ticket;
  readonly merchant: string;
  /** The agent's name; null while nobody has it. */
  readonly assignee: string | null;
  readonly firstMessage: Message | null;
  /** When the merchant said what nobody has answered yet. */
  readonly waitingSince: Date | null;
}

export async function readTicketWords(reader: Reader, ticketId: number): Promise<TicketWords | null> {
  const ticket = await findTicket(reader, ticketId);
  if (!ticket) return null;
  const merchant = await reader.findOne(MerchantSchema, { where: { id: ticket.merchantId } });
  return {
    ticket,
    merchant: merchant?.name ?? 'The merchant',
    assignee: ticket.assignedTo === null ? null : await nameOfAgent(reader, ticket.assignedTo),
    firstMessage: await reader.findOne(MessageSchema, { where: { ticketId, number: 1 } }),
    waitingSince: isOpen(ticket.status) ? await findWaitingSince(reader, ticketId) : null,
  };
}

/** Who asked. */
export async function nameOfAsker(people: People, { ticket, firstMessage, merchant }: TicketWords): Promise<string> {
  const account = firstMessage && accountOf(firstMessage);
  const person = account && (await people.find(account));
  return person?.name ?? (ticket.source === 'api' ? 'API' : merchant);
}

/** What the ticket began with, people in it by name. */
export async function firstWords(people: People, { firstMessage, ticket }: TicketWords): Promise<RichText> {
  if (!firstMessage) return [{ kind: 'text', text: ticket.description }];
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

export interface WordsDeps {
  readonly storage: Storage;
  readonly people: People;
}
