import type { Reader } from '../../storage/unit.ts';
import type { TicketPriority } from '../../tickets/ticket.ts';
import type { QueueOrder } from '../choice/assignment-rules.ts';
import { findRules } from '../choice/find-rules.ts';
import { WaitingTicketSchema, type WaitingTicket } from './waiting-ticket.schema.ts';

/** So many places of the queue are shown as numbers: a change ahead must not edit the cards of all behind. */
export const SHOWN_PLACES = 5;

export const findWaiting = (reader: Reader, ticketId: number): Promise<WaitingTicket | null> =>
  reader.findOne(WaitingTicketSchema, { where: { ticketId } });

export interface Queued {
  readonly ticketId: number;
  readonly priority: TicketPriority;
}

const ORDER: Readonly<Record<QueueOrder, string>> = {
  'urgent-first': `CASE ticket.priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END, ticket.id`,
  'oldest-first': 'ticket.id',
};

/** The tickets in the queue, next first. */
export async function readQueue(reader: Reader, limit?: number): Promise<Queued[]> {
  const { queue } = await findRules(reader);
  const atMost = limit === undefined ? '' : ` LIMIT ${limit}`;
  return reader.query<Queued>(
    `SELECT ticket.id AS ticketId, ticket.priority AS priority
     FROM waiting_ticket JOIN ticket ON ticket.id = waiting_ticket.ticketId
     WHERE waiting_ticket.queuedAt IS NOT NULL ORDER BY ${ORDER[queue.order]}${atMost}`,
  );
}

/** A ticket's place in the queue, from 1; null behind the first few. */
export async function readPlace(reader: Reader, ticketId: number): Promise<number | null> {
  const first = await readQueue(reader, SHOWN_PLACES);
  const index = first.findIndex((queued) => queued.ticketId === ticketId);
  return index === -1 ? null : index + 1;
}

/** How many tickets wait for an agent, and for how long the first has stood in the queue. */
export async function readWaiting(reader: Reader): Promise<{ asking: number; queued: number; oldestSeconds: number }> {
  const [row] = await reader.query<{ asking: number; queued: number; oldestSeconds: number }>(
    `SELECT COUNT(*) - COUNT(waiting_ticket.queuedAt) AS asking, COUNT(waiting_ticket.queuedAt) AS queued,
       COALESCE(${reader.dialect.nowMs} - MIN(waiting_ticket.queuedAt), 0) / 1000 AS oldestSeconds FROM waiting_ticket`,
  );
  return { asking: Number(row?.asking), queued: Number(row?.queued), oldestSeconds: Number(row?.oldestSeconds) };
}
