import { Router } from '@koa/router';
import { z } from 'zod';
import { PLATFORM_NAMES } from '../chat/platform-names.ts';
import type { Access, ApiState } from '../directory/access.ts';
import { conflict } from '../errors.ts';
import { pageQuery, toPage } from '../pagination.ts';
import { after } from '../storage/after.ts';
import type { Storage } from '../storage/storage.ts';
import type { Unit } from '../storage/unit.ts';
import { TICKET_CATEGORIES } from '../tickets/ticket.ts';
import { parse, pathId } from '../validation.ts';
import { AgentSchema } from './agent.schema.ts';
import type { Agent } from './agent.ts';
import { countOpenTickets } from './find-agent.ts';
import { queueWaiting, setAvailability, type AvailabilityDeps } from './set-availability.ts';

export interface AgentRouteDeps extends AvailabilityDeps {
  readonly storage: Storage;
  readonly access: Access;
}

const nativeId = z.string().trim().min(1).max(100);

const newAgent = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    email: z.email().max(190),
    specialties: z.array(z.enum(TICKET_CATEGORIES)).max(TICKET_CATEGORIES.length).default([]),
    isAvailable: z.boolean().default(true),
    platform: z.enum(PLATFORM_NAMES).nullable().default(null),
    workspaceId: nativeId.nullable().default(null),
    userId: nativeId.nullable().default(null),
  })
  .refine(
    ({ platform, workspaceId, userId }) => new Set([platform, workspaceId, userId].map((x) => x === null)).size === 1,
    {
      message: 'must come with workspaceId and userId, or none of the three',
      path: ['platform'],
    },
  );

const availability = z.strictObject({ isAvailable: z.boolean() });

export function createAgentRoutes(deps: AgentRouteDeps): Router<ApiState> {
  const { storage, access, clock } = deps;
  const router = new Router<ApiState>();

  router.post('/support-agents', async (ctx) => {
    access.require(ctx.state.caller, 'agents:write');
    const row = { ...parse(newAgent, ctx.request.body), lastAssignedAt: null, createdAt: clock.now() };
    const agent = await storage.unit((unit) => addAgent(deps, unit, row));
    ctx.status = 201;
    ctx.body = { success: true, agent: viewAgent(agent, 0) };
  });

  router.get('/support-agents', async (ctx) => {
    access.require(ctx.state.caller, 'agents:read');
    const { limit, cursor } = parse(pageQuery, ctx.query);
    const [rows, open] = await storage.read((reader) =>
      Promise.all([reader.find(AgentSchema, after(cursor, limit)), countOpenTickets(reader)]),
    );
    const { items, nextCursor } = toPage(rows, limit);
    ctx.body = { success: true, agents: items.map((agent) => viewAgent(agent, open.get(agent.id) ?? 0)), nextCursor };
  });

  router.patch('/support-agents/:id/availability', async (ctx) => {
    access.require(ctx.state.caller, 'agents:write');
    const agentId = parse(pathId, ctx.params['id']);
    const { isAvailable } = parse(availability, ctx.request.body);
    const by = { kind: 'key', id: ctx.state.caller.keyId, source: 'api' } as const;
    const agent = await storage.unit((unit) => setAvailability(deps, unit, agentId, isAvailable, by));
    const open = await storage.read(countOpenTickets);
    ctx.body = { success: true, agent: viewAgent(agent, open.get(agent.id) ?? 0) };
  });

  return router;
}

async function addAgent({ jobs }: AgentRouteDeps, unit: Unit, row: Omit<Agent, 'id'>): Promise<Agent> {
  const agentId = await unit.insertOnce(AgentSchema, row);
  if (agentId === null) throw conflict('A support agent with this email or this account exists already.');
  if (row.isAvailable) await queueWaiting(jobs, unit);
  return { id: agentId, ...row };
}

const viewAgent = ({ lastAssignedAt, ...agent }: Agent, currentWorkload: number) => ({
  ...agent,
  currentWorkload,
});
