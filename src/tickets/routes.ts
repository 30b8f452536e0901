import { Router } from '@koa/router';
import { LessThan, type FindOptionsWhere } from 'typeorm';
import { z } from 'zod';
import { positionOf } from '../chat/inbound-event.ts';
import { plain } from '../chat/rich-text.ts';
import type { Access, ApiState, Caller } from '../directory/access.ts';
import { MerchantSchema } from '../directory/merchant.schema.ts';
import { invalid, notFound } from '../errors.ts';
import { pageQuery, toPage } from '../pagination.ts';
import type { Storage } from '../storage/storage.ts';
import type { Reader, Unit } from '../storage/unit.ts';
import { definedOf, parse, pathId } from '../validation.ts';
import { AuditSchema, type Actor } from './audit.ts';
import { changeTicket, takeUp } from './change-ticket.ts';
import { findTicket, lockTicket } from './find-ticket.ts';
import { once } from './idempotency.ts';
import { MessageSchema } from './message.schema.ts';
import { openTicket } from './open-ticket.ts';
import type { TicketDeps } from './ticket-events.ts';
import { TICKET_STATUSES } from './ticket-status.ts';
import { viewAudit, viewMessage, viewTicket } from './ticket-view.ts';
import { TicketSchema } from './ticket.schema.ts';
import { TICKET_CATEGORIES, TICKET_PRIORITIES, type Ticket } from './ticket.ts';

export interface TicketRouteDeps extends TicketDeps {
  readonly storage: Storage;
  readonly access: Access;
  /** Agents live in a room below. */
  readonly agentExists: (reader: Reader, id: number) => Promise<boolean>;
}

const status = z.enum(TICKET_STATUSES);
const category = z.enum(TICKET_CATEGORIES);
const priority = z.enum(TICKET_PRIORITIES);

const newTicket = z.strictObject({
  subject: z.string().trim().min(1).max(300),
  description: z.string().trim().min(1).max(40_000),
  category: category.optional(),
  priority: priority.optional(),
  merchantId: z.number().int().positive(),
  contractId: z.string().trim().min(1).max(100).nullable().optional(),
});

const ticketQuery = pageQuery.extend({
  status: status.optional(),
  category: category.optional(),
  priority: priority.optional(),
  merchantId: pathId.optional(),
  assignedTo: pathId.optional(),
});

const ticketChange = z
  .strictObject({ status, priority, category, assignedTo: z.number().int().positive().nullable() })
  .partial();

const idempotencyKey = z.string().trim().min(1).max(150).optional();

export function createTicketRoutes(deps: TicketRouteDeps): Router<ApiState> {
  const { storage, access } = deps;
  const router = new Router<ApiState>();

  router.post('/support-tickets', async (ctx) => {
    access.require(ctx.state.caller, 'tickets:write');
    const wanted = parse(newTicket, ctx.request.body);
    const key = parse(idempotencyKey, ctx.get('idempotency-key') || undefined);
    const { ticket, repeated } = await storage.unit((unit) => open(deps, unit, wanted, ctx.state.caller, key));
    ctx.status = repeated ? 200 : 201;
    ctx.body = { success: true, ticket: viewTicket(ticket) };
  });

  router.get('/support-tickets', async (ctx) => {
    access.require(ctx.state.caller, 'tickets:read');
    const { limit, cursor, ...filter } = parse(ticketQuery, ctx.query);
    const where = { ...filter, ...(cursor !== undefined && { id: LessThan(cursor) }) } as FindOptionsWhere<Ticket>;
    const newestFirst = { where, order: { id: 'DESC' }, take: limit + 1 } as const;
    const rows = await storage.read((reader) => reader.find(TicketSchema, newestFirst));
    const { items, nextCursor } = toPage(rows, limit);
    ctx.body = { success: true, tickets: items.map(viewTicket), nextCursor };
  });

  router.get('/support-tickets/:id', async (ctx) => {
    access.require(ctx.state.caller, 'tickets:read');
    const ticketId = parse(pathId, ctx.params['id']);
    ctx.body = { success: true, ticket: await storage.read((reader) => readWhole(reader, ticketId)) };
  });

  router.patch('/support-tickets/:id', async (ctx) => {
    access.require(ctx.state.caller, 'tickets:write');
    const ticketId = parse(pathId, ctx.params['id']);
    const change = definedOf(parse(ticketChange, ctx.request.body));
    const ticket = await storage.unit((unit) => changeByHand(deps, unit, ticketId, change, ctx.state.caller));
    ctx.body = { success: true, ticket: viewTicket(ticket) };
  });

  return router;
}

type Change = Partial<Pick<Ticket, 'status' | 'priority' | 'category' | 'assignedTo'>>;

const BY_HAND = { manual: true };

const actorFor = (caller: Caller): Actor => ({ kind: 'key', id: caller.keyId, source: 'api' });

async function open(
  deps: TicketRouteDeps,
  unit: Unit,
  wanted: z.output<typeof newTicket>,
  caller: Caller,
  key: string | undefined,
): Promise<{ ticket: Ticket; repeated: boolean }> {
  const make = () => openFromApi(deps, unit, wanted, caller);
  if (key === undefined) return { ticket: await lockTicket(unit, await make()), repeated: false };
  const repeatable = { requestKey: `${caller.keyId}:${key}`, request: wanted };
  const { ticketId, repeated } = await once(deps.clock, unit, repeatable, make);
  return { ticket: await lockTicket(unit, ticketId), repeated };
}

async function openFromApi(
  deps: TicketRouteDeps,
  unit: Unit,
  { category, priority, contractId, ...wanted }: z.output<typeof newTicket>,
  caller: Caller,
): Promise<number> {
  const merchant = await unit.findOne(MerchantSchema, { where: { id: wanted.merchantId } });
  if (!merchant) throw invalid(`merchantId ${wanted.merchantId} is not known: create the merchant first.`);
  const now = deps.clock.now();
  const given = { ...(category && { category }), ...(priority && { priority }), contractId: contractId ?? null };
  const first = {
    speaker: { agentId: null, account: null },
    origin: null,
    side: 'merchant',
    visibility: 'public',
    text: plain(wanted.description),
    saidAt: now,
    position: positionOf(now),
    reopens: false,
  } as const;
  const opening = { askedIn: null, by: actorFor(caller) };
  const ticket = await openTicket(deps, unit, { ...wanted, ...given, source: 'api' }, first, opening);
  return ticket.id;
}

async function changeByHand(
  deps: TicketRouteDeps,
  unit: Unit,
  ticketId: number,
  { assignedTo, ...change }: Change,
  caller: Caller,
): Promise<Ticket> {
  const ticket = await lockTicket(unit, ticketId);
  if (typeof assignedTo === 'number' && !(await deps.agentExists(unit, assignedTo))) {
    throw invalid(`assignedTo ${assignedTo} is not known: give the id of a support agent, or null.`);
  }
  const by = actorFor(caller);
  const changed = await changeTicket(deps, unit, ticket, change, by, BY_HAND);
  if (assignedTo === undefined) return changed;
  // After all else: whoever is given a reopened ticket by hand keeps it, wherever its last agent is.
  const given = assignedTo === null ? { assignedTo } : takeUp(changed, assignedTo);
  return changeTicket(deps, unit, changed, given, by, BY_HAND);
}

async function readWhole(reader: Reader, ticketId: number) {
  const ticket = await findTicket(reader, ticketId);
  if (!ticket) throw notFound('ticket');
  const messages = await reader.find(MessageSchema, { where: { ticketId }, order: { number: 'ASC' } });
  const audit = await reader.find(AuditSchema, { where: { ticketId }, order: { id: 'ASC' } });
  return { ...viewTicket(ticket), messages: messages.map(viewMessage), audit: audit.map(viewAudit) };
}
