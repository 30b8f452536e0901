import { z } from 'zod';
import { route, type ApiRoute } from '../../directory/api-route.ts';
import type { Scope } from '../../directory/scope.ts';
import type { Reader } from '../../storage/unit.ts';
import { readOwnTicket } from '../../tickets/find-ticket.ts';
import { id, pathId, time } from '../../validation.ts';
import type { AssignmentRouteDeps } from '../agents/agent-routes.ts';
import { OfferSchema } from './offer.schema.ts';
import { findWaiting, readPlace } from '../queue/waiting-queue.ts';

const shownOffer = z
  .strictObject({
    id,
    ticketId: id,
    agentId: id,
    round: z.number().int(),
    state: z.enum(['offered', 'accepted', 'passed', 'expired', 'withdrawn']),
    offeredAt: time,
    expiresAt: time.nullable(),
    settledAt: time.nullable(),
  })
  .meta({ id: 'Offer' });

const shownWaiting = z
  .strictObject({
    round: z.number().int(),
    queuedAt: time.nullable(),
    place: z.number().int().nullable().meta({ description: 'In the queue, from 1; null behind the first few.' }),
  })
  .nullable();

export const createOfferRoutes = ({ storage }: AssignmentRouteDeps): readonly ApiRoute[] => [
  route({
    method: 'get',
    path: '/support-tickets/:id/offers',
    permission: 'offers:read',
    topic: 'Tickets',
    summary: 'See who was asked to take a ticket',
    params: { id: pathId },
    answer: { offers: z.array(shownOffer), waiting: shownWaiting },
    errors: [404],
    handle: ({ params, caller }) => storage.read((reader) => readSearch(reader, caller.scope, params.id)),
  }),
];

/** Who was asked, in order; and how the search stands while nobody has the ticket. */
async function readSearch(reader: Reader, scope: Scope, ticketId: number) {
  await readOwnTicket(reader, scope, ticketId);
  const offers = await reader.find(OfferSchema, { where: { ticketId }, order: { id: 'ASC' } });
  const waiting = await findWaiting(reader, ticketId);
  if (!waiting) return { offers, waiting: null };
  const { round, queuedAt } = waiting;
  return { offers, waiting: { round, queuedAt, place: queuedAt && (await readPlace(reader, ticketId)) } };
}
