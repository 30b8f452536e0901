import type { Form } from '../../chat/form.ts';
import { NOTHING, positionOf, type Answer, type FormSubmitted } from '../../chat/inbound-event.ts';
import { plain } from '../../chat/rich-text.ts';
import type { Unit } from '../../storage/unit.ts';
import { addMessage } from '../../tickets/add-message.ts';
import { formOrigin } from '../../tickets/form-origin.ts';
import { beginsInternal, INTERNAL_MARK } from '../../tickets/internal-mark.ts';
import { ticketNumber, type Ticket } from '../../tickets/ticket.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { recordEvent } from '../seen-event.schema.ts';
import { readByAgent } from './agent-form.ts';
import { readText, TEXT_LENGTH } from './ticket-form.ts';

export const NOTE_FORM = 'ticket-note';

export const composeNoteForm = (ticket: Ticket): Form => ({
  action: NOTE_FORM,
  context: JSON.stringify({ ticketId: ticket.id }),
  title: `Note on ${ticketNumber(ticket)}`,
  submit: 'Add',
  inputs: [{ kind: 'text', name: 'note', label: 'Only agents see it', isLong: true, maxLength: TEXT_LENGTH }],
});

/** Stands in the ticket's thread at the desk, marked as every note there is, and never at the merchant. */
export async function addNote(deps: DeskDeps, unit: Unit, event: FormSubmitted, context: unknown): Promise<Answer> {
  const { agent, ticket } = await readByAgent(unit, event, context);
  const note = readText(event.values['note'], TEXT_LENGTH);
  if ('error' in note) return { kind: 'form-errors', errors: { note: note.error } };
  const now = deps.clock.now();
  if (!(await recordEvent(unit, event.key, now))) return NOTHING;
  const { platform, workspaceId, userId, formId } = event;
  await addMessage(deps.tickets, unit, ticket, {
    speaker: { agentId: agent.id, account: { platform, workspaceId, userId } },
    origin: formOrigin(platform, formId),
    side: 'agent',
    visibility: 'internal',
    text: plain(beginsInternal(note.text) ? note.text : `${INTERNAL_MARK} ${note.text}`),
    saidAt: now,
    position: positionOf(now),
    reopens: false,
  });
  return NOTHING;
}
