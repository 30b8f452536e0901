import { Not } from 'typeorm';
import type { Form, FormInput } from '../../chat/form.ts';
import { NOTHING, type Answer, type FormSubmitted } from '../../chat/inbound-event.ts';
import { AppError } from '../../errors.ts';
import type { Reader, Unit } from '../../storage/unit.ts';
import { whileOpen } from '../../tickets/find-ticket.ts';
import { mergeTicket } from '../../tickets/merge-ticket.ts';
import { TicketSchema } from '../../tickets/ticket.schema.ts';
import { ticketIdOf, ticketNumber, type Ticket } from '../../tickets/ticket.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { recordEvent } from '../seen-event.schema.ts';
import { titleOf } from '../ticket-words.ts';
import { readByAgent } from './agent-form.ts';

export const MERGE_FORM = 'ticket-merge';

/** More are not chosen from a list, but written. */
const MOST_OPTIONS = 100;
const NUMBER_LENGTH = 20;

/** @returns what to tell whoever asked when there is nothing to merge it into */
export async function composeMergeForm(reader: Reader, ticket: Ticket): Promise<Form | string> {
  const others = await reader.find(TicketSchema, {
    where: { merchantId: ticket.merchantId, id: Not(ticket.id), status: whileOpen() },
    order: { id: 'DESC' },
    take: MOST_OPTIONS + 1,
  });
  if (others.length === 0) return 'This merchant has no other open ticket, so there is nothing to merge it into.';
  return {
    action: MERGE_FORM,
    context: JSON.stringify({ ticketId: ticket.id }),
    title: `Merge ${ticketNumber(ticket)}`,
    submit: 'Merge',
    inputs: [intoInput(ticket, others)],
  };
}

function intoInput(ticket: Ticket, others: readonly Ticket[]): FormInput {
  const name = 'into';
  const label = `Into which ticket? ${ticketNumber(ticket)} is closed for good then.`;
  if (others.length > MOST_OPTIONS) return { kind: 'text', name, label, isLong: false, maxLength: NUMBER_LENGTH };
  const options = others.map((other) => ({ label: titleOf(other), value: ticketNumber(other) }));
  return { kind: 'choice', name, label, options };
}

/** What is said in both threads is said in one ticket from then on. There is no way back. */
export async function mergeByForm(deps: DeskDeps, unit: Unit, event: FormSubmitted, context: unknown): Promise<Answer> {
  const { ticket, by } = await readByAgent(unit, event, context);
  const intoId = ticketIdOf(event.values['into']?.trim() ?? '');
  if (intoId === null) return wrong('Please give the number of a ticket, such as SB-1042.');
  try {
    await mergeTicket(deps.tickets, unit, ticket.id, intoId, by);
  } catch (error) {
    // It is thrown before anything is written.
    if (error instanceof AppError) return wrong(error.message);
    throw error;
  }
  await recordEvent(unit, event.key, deps.clock.now());
  return NOTHING;
}

const wrong = (into: string): Answer => ({ kind: 'form-errors', errors: { into } });
