import { z } from 'zod';
import { AgentSchema } from '../../assignment/agents/agent.schema.ts';
import { findAgent } from '../../assignment/agents/find-agent.ts';
import type { Form, FormInput } from '../../chat/form.ts';
import { NOTHING, type Answer, type FormSubmitted } from '../../chat/inbound-event.ts';
import type { Reader, Unit } from '../../storage/unit.ts';
import { changeTicket, takeUp } from '../../tickets/change-ticket.ts';
import { isOpen } from '../../tickets/ticket-status.ts';
import { TICKET_CATEGORIES, TICKET_PRIORITIES, ticketNumber, type Ticket } from '../../tickets/ticket.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { recordEvent } from '../seen-event.schema.ts';
import { readByAgent } from './agent-form.ts';
import { categoryInput, CHOOSE, priorityInput } from './ticket-form.ts';

export const DETAILS_FORM = 'ticket-details';

const NOBODY = 'nobody';
/** Beside nobody, as many as a list takes. */
const MOST_AGENTS = 99;
const BY_HAND = { manual: true };

/** What the form showed: what is left as it was does not undo what others have changed meanwhile. */
const shownSchema = z.object({ priority: z.string(), category: z.string(), assignee: z.string() });

export async function composeDetailsForm(reader: Reader, ticket: Ticket): Promise<Form> {
  const { id: ticketId, priority, category } = ticket;
  const assignee = ticket.assignedTo === null ? NOBODY : String(ticket.assignedTo);
  return {
    action: DETAILS_FORM,
    context: JSON.stringify({ ticketId, priority, category, assignee }),
    title: ticketNumber(ticket),
    submit: 'Change',
    inputs: [priorityInput(priority), categoryInput(category), await assigneeInput(reader, ticket, assignee)],
  };
}

/** Whoever has it is among them, however many there are. */
async function assigneeInput(reader: Reader, { assignedTo }: Ticket, initial: string): Promise<FormInput> {
  const agents = await reader.find(AgentSchema, { order: { isAvailable: 'DESC', name: 'ASC', id: 'ASC' } });
  const inOrder = [...agents].sort((a, b) => Number(b.id === assignedTo) - Number(a.id === assignedTo));
  const options = inOrder.slice(0, MOST_AGENTS).map(({ id, name }) => ({ label: name, value: String(id) }));
  return {
    kind: 'choice',
    name: 'assignee',
    label: 'Assigned to',
    options: [{ label: 'Nobody', value: NOBODY }, ...options],
    initial,
  };
}

export async function changeDetails(
  deps: DeskDeps,
  unit: Unit,
  event: FormSubmitted,
  context: unknown,
): Promise<Answer> {
  const { ticket, by } = await readByAgent(unit, event, context);
  const shown = shownSchema.safeParse(context).data;
  const chosen = (name: 'priority' | 'category' | 'assignee') =>
    event.values[name] === shown?.[name] ? undefined : event.values[name];
  const priority = pick(TICKET_PRIORITIES, chosen('priority'));
  const category = pick(TICKET_CATEGORIES, chosen('category'));
  const assignee = await pickAssignee(unit, ticket, chosen('assignee'));
  const errors = {
    ...(priority === null && { priority: CHOOSE }),
    ...(category === null && { category: CHOOSE }),
    ...(typeof assignee === 'string' && { assignee }),
  };
  if (priority === null || category === null || typeof assignee === 'string') return { kind: 'form-errors', errors };
  if (!(await recordEvent(unit, event.key, deps.clock.now()))) return NOTHING;
  const details = { ...(priority && { priority }), ...(category && { category }) };
  const changed = await changeTicket(deps.tickets, unit, ticket, details, by, BY_HAND);
  if (assignee !== undefined) {
    const given = assignee.to === null ? { assignedTo: null } : takeUp(changed, assignee.to);
    await changeTicket(deps.tickets, unit, changed, given, by, BY_HAND);
  }
  return NOTHING;
}

/** @returns undefined for what is left as it is, null for what is none of them */
const pick = <T extends string>(known: readonly T[], value: string | undefined): T | undefined | null =>
  value === undefined ? undefined : (known.find((one) => one === value) ?? null);

/** @returns whom to give it; undefined to leave it; or what is wrong */
async function pickAssignee(
  reader: Reader,
  { status }: Ticket,
  value: string | undefined,
): Promise<{ readonly to: number | null } | undefined | string> {
  if (value === undefined) return undefined;
  if (!isOpen(status)) return 'This ticket is over: reopen it first.';
  if (value === NOBODY) return { to: null };
  const agent = await findAgent(reader, Number(value) || 0);
  return agent ? { to: agent.id } : 'This agent is not known any more: please choose another one.';
}
