import { Router } from '@koa/router';
import { LessThan } from 'typeorm';
import { nameOfAgent } from '../../assignment/agents/find-agent.ts';
import type { Member } from '../../directory/member.schema.ts';
import { MerchantSchema } from '../../directory/merchant.schema.ts';
import { scopeOf } from '../../directory/scope.ts';
import { notFound } from '../../errors.ts';
import { pageQuery, toPage } from '../../pagination.ts';
import type { Reader } from '../../storage/unit.ts';
import { findOwnTicket } from '../../tickets/find-ticket.ts';
import { TicketSchema } from '../../tickets/ticket.schema.ts';
import { ticketIdOf, ticketNumber, type Ticket } from '../../tickets/ticket.ts';
import { parse } from '../../validation.ts';
import type { RequestState } from '../request-context.ts';
import { answer, requireSignedIn, type SessionDeps } from './signed-in.ts';

/** The tickets of whoever is signed in: a merchant's people see their merchant's, we see all. */
export function createOwnTicketRoutes(deps: SessionDeps): Router<RequestState> {
  const { storage } = deps;
  const router = new Router<RequestState>();

  router.get('/session/tickets', async (ctx) => {
    const { member } = await requireSignedIn(deps, ctx);
    const { limit, cursor } = parse(pageQuery, ctx.query);
    const rows = await storage.read((reader) => findOwnTickets(reader, member, limit, cursor));
    const { items, nextCursor } = toPage(rows, limit);
    answer(ctx, { tickets: await storage.read((reader) => viewAll(reader, items)), nextCursor });
  });

  router.get('/session/tickets/:number', async (ctx) => {
    const { member } = await requireSignedIn(deps, ctx);
    const id = ticketIdOf(ctx.params['number'] ?? '');
    const ticket = id === null ? null : await storage.read((reader) => findOwnTicket(reader, scopeOf(member), id));
    if (!ticket) throw notFound('ticket');
    answer(ctx, { ticket: await storage.read((reader) => view(reader, ticket)) });
  });

  return router;
}

function findOwnTickets(reader: Reader, member: Member, limit: number, cursor: number | undefined): Promise<Ticket[]> {
  const where = scopeOf(member).own({ ...(cursor !== undefined && { id: LessThan(cursor) }) });
  return reader.find(TicketSchema, { where, order: { id: 'DESC' }, take: limit + 1 });
}

const viewAll = (reader: Reader, tickets: readonly Ticket[]) =>
  Promise.all(tickets.map((ticket) => view(reader, ticket)));

/** What both parties may know of a ticket. */
async function view(reader: Reader, ticket: Ticket) {
  const { id, subject, status, lastNumber, merchantId, assignedTo, createdAt } = ticket;
  const merchant = await reader.findOne(MerchantSchema, { where: { id: merchantId } });
  return {
    id,
    number: ticketNumber(ticket),
    subject,
    status,
    merchantName: merchant?.name ?? '',
    agentName: assignedTo === null ? null : await nameOfAgent(reader, assignedTo),
    lastNumber,
    openedAt: createdAt,
  };
}
