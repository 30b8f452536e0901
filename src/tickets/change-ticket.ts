import { conflict } from '../errors.ts';
import type { Unit } from '../storage/unit.ts';
import { writeAudit, type Actor } from './audit.ts';
import type { TicketDeps } from './ticket-events.ts';
import { checkStatusChange, isOpen, type TicketStatus } from './ticket-status.ts';
import { TicketSchema } from './ticket.schema.ts';
import { ticketNumber, type Ticket } from './ticket.ts';

export type TicketChange = Partial<Pick<Ticket, 'status' | 'priority' | 'category' | 'assignedTo' | 'firstResponseAt'>>;

/** Gives a ticket to an agent: a new one is being worked on from then on. */
export const takeUp = ({ status }: Pick<Ticket, 'status'>, agentId: number): TicketChange => ({
  assignedTo: agentId,
  ...(status === 'new' && { status: 'in_progress' }),
});

const AUDITED = ['status', 'priority', 'category', 'assignedTo'] as const;

/**
 * Changes a ticket whose row the caller holds.
 * @param why more for the audit trail
 * @throws AppError `conflict` when the status may not change so, or the ticket goes on as another one
 */
export async function changeTicket(
  deps: TicketDeps,
  unit: Unit,
  ticket: Ticket,
  wanted: TicketChange,
  by: Actor,
  why: Readonly<Record<string, unknown>> = {},
): Promise<Ticket> {
  if (wanted.status !== undefined) checkStatusChange(ticket.status, wanted.status);
  const now = deps.clock.now();
  const times = wanted.status === undefined ? {} : timesAfter(ticket, wanted.status, now);
  const changed: Ticket = { ...ticket, ...wanted, ...times };
  const differences = AUDITED.filter((name) => changed[name] !== ticket[name]);
  if (differences.length === 0 && changed.firstResponseAt === ticket.firstResponseAt) return ticket;
  checkGoesOn(ticket);
  await unit.update(TicketSchema, { id: ticket.id }, { ...wanted, ...times, updatedAt: now });
  const after = { ...changed, updatedAt: now };
  if (differences.length > 0) await tell(deps, unit, ticket, after, differences, by, why);
  return after;
}

/** @throws AppError `conflict` for a ticket that was merged into another */
export function checkGoesOn(ticket: Ticket): void {
  if (ticket.mergedIntoId === null) return;
  const [number, into] = [ticketNumber(ticket), ticketNumber({ id: ticket.mergedIntoId })];
  throw conflict(`${number} was merged into ${into}, so nothing was changed. Please go on there.`);
}

/** The times that follow from a status. A reopened ticket is neither resolved nor closed. */
function timesAfter(ticket: Ticket, status: TicketStatus, now: Date): Partial<Ticket> {
  if (isOpen(status)) return { resolvedAt: null, closedAt: null };
  if (status === 'resolved') return { resolvedAt: ticket.resolvedAt ?? now };
  return { resolvedAt: ticket.resolvedAt, closedAt: ticket.closedAt ?? now };
}

async function tell(
  { clock, record }: TicketDeps,
  unit: Unit,
  before: Ticket,
  ticket: Ticket,
  differences: readonly (typeof AUDITED)[number][],
  by: Actor,
  why: Readonly<Record<string, unknown>>,
): Promise<void> {
  const details = Object.fromEntries(differences.map((name) => [name, { from: before[name], to: ticket[name] }]));
  await writeAudit(clock, unit, ticket.id, by, 'changed', { ...details, ...why });
  if (differences.includes('status')) await record(unit, { kind: 'status-changed', ticket, from: before.status });
  if (differences.includes('assignedTo'))
    await record(unit, { kind: 'assignee-changed', ticket, from: before.assignedTo });
  if (differences.includes('priority') || differences.includes('category')) {
    await record(unit, { kind: 'details-changed', ticket });
  }
}
