import { visibleText } from '../chat/rich-text.ts';
import type { AuditEntry } from './audit.ts';
import type { Message } from './message.ts';
import { ticketNumber, type Ticket } from './ticket.ts';

/** A ticket as /api shows it. */
export function viewTicket(ticket: Ticket) {
  const { lastNumber, ...shown } = ticket;
  return { ...shown, ticketNumber: ticketNumber(ticket) };
}

/** A message as /api shows it. */
export function viewMessage({ id, number, side, visibility, agentId, authorId, text, saidAt }: Message) {
  return { id, number, side, visibility, agentId, authorId, text: visibleText(text), saidAt };
}

/** A line of the audit trail as /api shows it. */
export function viewAudit({ id, actorKind, actorId, source, action, details, at }: AuditEntry) {
  return { id, actor: { kind: actorKind, id: actorId }, source, action, details, at };
}
