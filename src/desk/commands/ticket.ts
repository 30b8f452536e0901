import { nameOfAgent } from '../../assignment/agents/find-agent.ts';
import type { Answer, CommandGiven } from '../../chat/inbound-event.ts';
import { visibleText } from '../../chat/rich-text.ts';
import { isolate } from '../../chat/rich-text/isolate.ts';
import type { Reader } from '../../storage/unit.ts';
import { readOwnTicket, whileOpen } from '../../tickets/find-ticket.ts';
import { TicketSchema } from '../../tickets/ticket.schema.ts';
import { ticketIdOf, type Ticket } from '../../tickets/ticket.ts';
import { statusLine } from '../compose-status-line.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { findAskingPlace, type AskingPlace } from '../forms/asking-place.ts';
import { composeTicketForm } from '../forms/ticket-form.ts';
import { labelOf, statusOf, titleOf, waitingForThem } from '../ticket-words.ts';

const SHOWN = 20;

/**
 * `/ticket`: a form for a new one, which begins with whatever was written; `list`; or how one stands. Only those of
 * the place are seen, and nothing is changed before the form is sent.
 */
export const followTicket = ({ storage }: DeskDeps, event: CommandGiven): Promise<string | Answer> =>
  storage.read(async (reader) => {
    const place = await findAskingPlace(reader, event);
    const words = visibleText(event.text).trim();
    if (words.toLowerCase() === 'list') return list(reader, place);
    const id = ticketIdOf(words);
    if (id !== null) return show(reader, place, await readOwnTicket(reader, place.scope, id));
    return { kind: 'open-form', form: await composeTicketForm(reader, place, {}, words) };
  });

async function list(reader: Reader, place: AskingPlace): Promise<string> {
  const where = place.scope.own({ status: whileOpen() });
  const open = await reader.find(TicketSchema, { where, order: { id: 'DESC' }, take: SHOWN });
  if (open.length === 0) return 'No ticket is open.';
  const lines = open.map((ticket) => `${titleOf(ticket)} · ${stateOf(place, ticket)}`);
  const more = (await reader.count(TicketSchema, where)) - open.length;
  return [...lines, ...(more > 0 ? [`And ${more} more.`] : [])].join('\n');
}

async function show(reader: Reader, place: AskingPlace, ticket: Ticket): Promise<string> {
  const assignee = ticket.assignedTo === null ? null : await nameOfAgent(reader, ticket.assignedTo);
  if (place.channel.role === 'merchant') return `${titleOf(ticket)}\n${statusLine({ ticket, assignee })}`;
  const has = assignee === null ? 'nobody has it' : `${isolate(assignee)} has it`;
  const details = [statusOf(ticket), labelOf(ticket.priority), labelOf(ticket.category), has];
  return `${titleOf(ticket)}\n${details.join(' · ')}`;
}

/** Merchants are told what they wait for, or what waits for them. */
const stateOf = ({ channel }: AskingPlace, ticket: Ticket): string =>
  channel.role === 'merchant' ? (waitingForThem(ticket) ?? 'open') : statusOf(ticket);
