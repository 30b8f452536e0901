import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ask } from '../../server/ask.ts';
import type { TicketStatus } from './status.ts';

/** A ticket as both parties may know it. */
export interface Ticket {
  readonly id: number;
  /** What people call it, as `SB-1042`. */
  readonly number: string;
  readonly subject: string;
  readonly status: TicketStatus;
  readonly merchantName: string;
  /** Who looks at it; null while nobody does. */
  readonly agentName: string | null;
  readonly lastNumber: number;
  /** ISO 8601 */
  readonly openedAt: string;
}

interface TicketPage {
  readonly tickets: readonly Ticket[];
  readonly nextCursor?: number | null;
}

const LOOK_EVERY_MS = 5_000;

/** Own tickets, newest first. */
export const ticketsQuery = infiniteQueryOptions({
  queryKey: ['tickets'],
  queryFn: async ({ pageParam }) =>
    (await ask(pageParam === null ? '/session/tickets' : `/session/tickets?cursor=${pageParam}`)) as TicketPage,
  initialPageParam: null as number | null,
  getNextPageParam: ({ nextCursor }) => nextCursor ?? null,
  refetchInterval: LOOK_EVERY_MS,
});

export const ticketQuery = (number: string) =>
  queryOptions({
    queryKey: ['ticket', number],
    queryFn: async () => ((await ask(`/session/tickets/${number}`)) as { readonly ticket: Ticket }).ticket,
    refetchInterval: LOOK_EVERY_MS,
  });
