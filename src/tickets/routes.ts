import { LessThan, type FindOptionsWhere } from 'typeorm';
import { z } from 'zod';
import type { Caller } from '../directory/access.ts';
import { route, type ApiRoute } from '../directory/api-route.ts';
import { invalid } from '../errors.ts';
import { nextCursor, pageQuery, toPage } from '../pagination.ts';
import type { Storage } from '../storage/storage.ts';
import type { Reader } from '../storage/unit.ts';
import { definedOf, id, pathId } from '../validation.ts';
import { actorFor } from './audit.ts';
import { changeByHand, type ByHandDeps } from './change-by-hand.ts';
import type { FileLinks } from './files/file-links.ts';
import { readOwnTicket } from './find-ticket.ts';
import { mergeTicket } from './merge-ticket.ts';
import { openFromApi } from './open-from-api.ts';
import { showTicket, showTickets, showWholeTicket, type NamesOfAgents } from './show-ticket.ts';
import { TICKET_STATUSES } from './ticket-status.ts';
import { merchantTicket, shownTicket, viewTicket, wholeMerchantTicket, wholeTicket } from './ticket-view.ts';
import { TicketSchema } from './ticket.schema.ts';
import { TICKET_CATEGORIES, TICKET_PRIORITIES, type Ticket } from './ticket.ts';

export interface TicketRouteDeps extends ByHandDeps {
  readonly storage: Storage;
  readonly namesOfAgents: NamesOfAgents;
  readonly fileLinks: FileLinks;
}

const status = z.enum(TICKET_STATUSES);
const category = z.enum(TICKET_CATEGORIES);
const priority = z.enum(TICKET_PRIORITIES);

const newTicket = z.strictObject({
  subject: z.string().trim().min(1).max(300),
  description: z.string().trim().min(1).max(40_000),
  category: category.optional(),
  priority: priority.optional(),
  merchantId: id.meta({ description: 'Who asks. A merchant’s key may leave it out.' }),
  contractId: z.string().trim().min(1).max(100).nullable().optional(),
});

/** As a merchant's key sends it, which says whose it is. */
const newOwnTicket = newTicket.partial({ merchantId: true });

const ticketQuery = pageQuery.extend({
  status: status.optional(),
  category: category.optional(),
  priority: priority.optional(),
  merchantId: pathId.optional(),
  assignedTo: pathId.optional().meta({ description: 'An agent’s id; not for a merchant’s key.' }),
});

const ticketChange = z.strictObject({ status, priority, category, assignedTo: id.nullable() }).partial();

const idempotencyKey = z.string().trim().min(1).max(150).optional();

const TOPIC = 'Tickets';
const FOR_MERCHANTS = 'A merchant’s key sees its own merchant’s tickets, what was said in public, and agents by name.';

export const createTicketRoutes = (deps: TicketRouteDeps): readonly ApiRoute[] => [
  openingTickets(deps),
  listingTickets(deps),
  readingTickets(deps),
  changingTickets(deps),
  mergingTickets(deps),
];

const openingTickets = (deps: TicketRouteDeps) =>
  route({
    method: 'post',
    path: '/support-tickets',
    permission: 'tickets:open',
    topic: TOPIC,
    summary: 'Open a ticket',
    details:
      'With an Idempotency-Key the same request opens one ticket, however often it is sent: a repeat gets it with 200.',
    headers: { 'Idempotency-Key': idempotencyKey },
    body: newOwnTicket,
    // Others are told about it together with all else that is wrong.
    bodyFor: ({ scope }) => (scope.merchantId === null ? newTicket : newOwnTicket),
    example: { subject: 'Payout is wrong', description: 'It is 40 euros short.', merchantId: 1, priority: 'high' },
    status: 201,
    statusOfRepeat: 200,
    answer: { ticket: z.union([shownTicket, merchantTicket]) },
    errors: [422],
    handle: async ({ body, headers, caller }, ctx) => {
      const wanted = { ...body, merchantId: merchantIdFor(caller, body.merchantId) };
      const key = headers['Idempotency-Key'];
      const { ticket, repeated } = await deps.storage.unit((unit) => openFromApi(deps, unit, wanted, caller, key));
      if (repeated) ctx.status = 200;
      const show = (reader: Reader) => showTicket(reader, caller.scope, ticket, deps.namesOfAgents);
      return { ticket: await deps.storage.read(show) };
    },
  });

const listingTickets = (deps: TicketRouteDeps) =>
  route({
    method: 'get',
    path: '/support-tickets',
    permission: 'tickets:read',
    topic: TOPIC,
    summary: 'List tickets, newest first',
    details: FOR_MERCHANTS,
    query: ticketQuery,
    answer: { tickets: z.array(z.union([shownTicket, merchantTicket])), nextCursor },
    handle: async ({ query: { limit, cursor, ...filter }, caller: { scope } }) => {
      // Whose number it is can be found out by asking for all of them.
      if (scope.merchantId !== null && filter.assignedTo !== undefined) {
        throw invalid('assignedTo is not for a merchant’s key: leave it out.');
      }
      const where = { ...filter, ...(cursor !== undefined && { id: LessThan(cursor) }) } as FindOptionsWhere<Ticket>;
      const newestFirst = { where: scope.own(where), order: { id: 'DESC' }, take: limit + 1 } as const;
      const rows = await deps.storage.read((reader) => reader.find(TicketSchema, newestFirst));
      const { items, nextCursor } = toPage(rows, limit);
      return {
        tickets: await deps.storage.read((reader) => showTickets(reader, scope, items, deps.namesOfAgents)),
        nextCursor,
      };
    },
  });

const readingTickets = ({ storage, namesOfAgents, fileLinks }: TicketRouteDeps) =>
  route({
    method: 'get',
    path: '/support-tickets/:id',
    permission: 'tickets:read',
    topic: TOPIC,
    summary: 'Read a ticket with its story',
    details: FOR_MERCHANTS,
    params: { id: pathId },
    answer: { ticket: z.union([wholeTicket, wholeMerchantTicket]) },
    errors: [404],
    handle: async ({ params, caller: { scope } }) => {
      const linkTo = await fileLinks.linker();
      return {
        ticket: await storage.read((reader) => showWholeTicket(reader, scope, params.id, namesOfAgents, linkTo)),
      };
    },
  });

const changingTickets = (deps: TicketRouteDeps) =>
  route({
    method: 'patch',
    path: '/support-tickets/:id',
    permission: 'tickets:write',
    topic: TOPIC,
    summary: 'Change a ticket by hand',
    details: 'A status change that is not allowed is answered with 409 and the allowed ones.',
    params: { id: pathId },
    body: ticketChange,
    example: { status: 'in_progress', priority: 'urgent' },
    answer: { ticket: shownTicket },
    errors: [404, 409],
    handle: async ({ params, body, caller }) => {
      const change = definedOf(body);
      const ticket = await deps.storage.unit((unit) => changeByHand(deps, unit, params.id, change, caller));
      return { ticket: viewTicket(ticket) };
    },
  });

const mergingTickets = (deps: TicketRouteDeps) =>
  route({
    method: 'post',
    path: '/support-tickets/:id/merge',
    permission: 'tickets:write',
    topic: TOPIC,
    summary: 'Merge a ticket into another',
    details:
      'For two tickets of one merchant about one thing. This one is closed for good; what is said in its threads is said in the other from then on. There is no way back; a second time changes nothing.',
    params: { id: pathId },
    body: z.strictObject({ into: id.meta({ description: 'The id of the ticket that stays: an open one.' }) }),
    example: { into: 3 },
    answer: { ticket: shownTicket },
    errors: [404, 409],
    handle: async ({ params, body, caller }) => {
      const ticket = await deps.storage.unit(async (unit) => {
        for (const ticketId of [params.id, body.into]) await readOwnTicket(unit, caller.scope, ticketId);
        return mergeTicket(deps, unit, params.id, body.into, actorFor(caller));
      });
      return { ticket: viewTicket(ticket) };
    },
  });

/** Whom a ticket is opened for: the check of the body lets only a merchant's key leave it out. */
function merchantIdFor({ scope }: Caller, sent: number | undefined): number {
  const merchantId = sent ?? scope.merchantId;
  if (merchantId === null) throw invalid('merchantId is missing.');
  return merchantId;
}
