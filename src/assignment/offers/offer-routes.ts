import { Router } from '@koa/router';
import type { ApiState } from '../../directory/access.ts';
import { notFound } from '../../errors.ts';
import type { Reader } from '../../storage/unit.ts';
import { findTicket } from '../../tickets/find-ticket.ts';
import { parse, pathId } from '../../validation.ts';
import type { AssignmentRouteDeps } from '../agents/agent-routes.ts';
import { OfferSchema } from './offer.schema.ts';
import { findWaiting, readPlace } from '../queue/waiting-queue.ts';

export function createOfferRoutes({ storage, access }: AssignmentRouteDeps): Router<ApiState> {
  const router = new Router<ApiState>();

  router.get('/support-tickets/:id/offers', async (ctx) => {
    access.require(ctx.state.caller, 'tickets:read');
    const ticketId = parse(pathId, ctx.params['id']);
    ctx.body = { success: true, ...(await storage.read((reader) => readSearch(reader, ticketId))) };
  });

  return router;
}

/** Who was asked, in order; and how the search stands while nobody has the ticket. */
async function readSearch(reader: Reader, ticketId: number) {
  if (!(await findTicket(reader, ticketId))) throw notFound('ticket');
  const offers = await reader.find(OfferSchema, { where: { ticketId }, order: { id: 'ASC' } });
  const waiting = await findWaiting(reader, ticketId);
  if (!waiting) return { offers, waiting: null };
  const { round, queuedAt } = waiting;
  return { offers, waiting: { round, queuedAt, place: queuedAt && (await readPlace(reader, ticketId)) } };
}
