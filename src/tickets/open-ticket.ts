import type { Address } from '../chat/address.ts';
import type { Unit } from '../storage/unit.ts';
import { addMessage, actorOf, type Said } from './add-message.ts';
import { writeAudit, type Actor } from './audit.ts';
import type { TicketDeps } from './ticket-events.ts';
import { TicketSchema } from './ticket.schema.ts';
import type { Ticket } from './ticket.ts';

export type NewTicket = Pick<Ticket, 'subject' | 'description' | 'source' | 'merchantId'> &
  Partial<Pick<Ticket, 'category' | 'priority' | 'contractId' | 'continuesId'>>;

export interface Opening {
  /** The thread in which the merchant asked; null when the ticket did not come from a chat. */
  readonly askedIn: Address | null;
  readonly by?: Actor;
}

/** Opens a ticket with its first message. */
export async function openTicket(
  deps: TicketDeps,
  unit: Unit,
  wanted: NewTicket,
  first: Said,
  { askedIn, by = actorOf(first) }: Opening,
): Promise<Ticket> {
  const ticket = await insertTicket(deps, unit, wanted);
  const { source, continuesId } = ticket;
  await writeAudit(deps.clock, unit, ticket.id, by, 'opened', { source, ...(continuesId !== null && { continuesId }) });
  await deps.record(unit, { kind: 'opened', ticket, askedIn });
  return addMessage(deps, unit, ticket, first, by);
}

async function insertTicket({ clock }: TicketDeps, unit: Unit, wanted: NewTicket): Promise<Ticket> {
  const now = clock.now();
  const row = {
    category: 'other',
    priority: 'normal',
    contractId: null,
    continuesId: null,
    mergedIntoId: null,
    waitedSince: null,
    ...wanted,
    status: 'new',
    assignedTo: null,
    lastNumber: 0,
    lastVersion: 0,
    createdAt: now,
    updatedAt: now,
    firstResponseAt: null,
    resolvedAt: null,
    closedAt: null,
  } as const;
  return { id: await unit.insert(TicketSchema, row), ...row };
}
