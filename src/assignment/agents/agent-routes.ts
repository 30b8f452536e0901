import { Router } from '@koa/router';
import { z } from 'zod';
import { PLATFORM_NAMES } from '../../chat/platform-names.ts';
import type { Access, ApiState } from '../../directory/access.ts';
import { pageQuery, toPage } from '../../pagination.ts';
import { after } from '../../storage/after.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Reader } from '../../storage/unit.ts';
import { TICKET_CATEGORIES } from '../../tickets/ticket.ts';
import { definedOf, parse, pathId } from '../../validation.ts';
import { AgentSchema } from './agent.schema.ts';
import type { Agent } from './agent.ts';
import type { AssignmentDeps } from '../assignment-deps.ts';
import { MAX_CAPACITY } from '../choice/assignment-rules.ts';
import { addAgent, changeAgent } from './change-agent.ts';
import { countLoads, NO_LOAD, type Load } from './find-agent.ts';
import { setAvailability } from './set-availability.ts';

export interface AssignmentRouteDeps extends AssignmentDeps {
  readonly storage: Storage;
  readonly access: Access;
}

const nativeId = z.string().trim().min(1).max(100);
const name = z.string().trim().min(1).max(200);
const specialties = z.array(z.enum(TICKET_CATEGORIES)).max(TICKET_CATEGORIES.length);
const capacity = z.number().int().min(1).max(MAX_CAPACITY).nullable();

const newAgent = z
  .strictObject({
    name,
    email: z.email().max(190),
    specialties: specialties.default([]),
    isAvailable: z.boolean().default(true),
    capacity: capacity.default(null),
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

const agentChange = z.strictObject({ name, specialties, capacity }).partial();

const availability = z.strictObject({ isAvailable: z.boolean() });

export function createAgentRoutes(deps: AssignmentRouteDeps): Router<ApiState> {
  const { storage, access } = deps;
  const router = new Router<ApiState>();

  router.post('/support-agents', async (ctx) => {
    access.require(ctx.state.caller, 'agents:write');
    const wanted = parse(newAgent, ctx.request.body);
    const agent = await storage.unit((unit) => addAgent(deps, unit, wanted));
    ctx.status = 201;
    ctx.body = { success: true, agent: viewAgent(agent, NO_LOAD) };
  });

  router.get('/support-agents', async (ctx) => {
    access.require(ctx.state.caller, 'agents:read');
    const { limit, cursor } = parse(pageQuery, ctx.query);
    const [rows, loads] = await storage.read((reader) =>
      Promise.all([reader.find(AgentSchema, after(cursor, limit)), countLoads(reader)]),
    );
    const { items, nextCursor } = toPage(rows, limit);
    ctx.body = { success: true, agents: items.map((agent) => viewAgent(agent, loads.get(agent.id))), nextCursor };
  });

  router.patch('/support-agents/:id', async (ctx) => {
    access.require(ctx.state.caller, 'agents:write');
    const agentId = parse(pathId, ctx.params['id']);
    const change = definedOf(parse(agentChange, ctx.request.body));
    const agent = await storage.unit((unit) => changeAgent(deps, unit, agentId, change));
    ctx.body = { success: true, agent: await storage.read((reader) => viewWithLoad(reader, agent)) };
  });

  router.patch('/support-agents/:id/availability', async (ctx) => {
    access.require(ctx.state.caller, 'agents:write');
    const agentId = parse(pathId, ctx.params['id']);
    const { isAvailable } = parse(availability, ctx.request.body);
    const by = { kind: 'key', id: ctx.state.caller.keyId, source: 'api' } as const;
    const agent = await storage.unit((unit) => setAvailability(deps, unit, agentId, isAvailable, by));
    ctx.body = { success: true, agent: await storage.read((reader) => viewWithLoad(reader, agent)) };
  });

  return router;
}

const viewWithLoad = async (reader: Reader, agent: Agent) => viewAgent(agent, (await countLoads(reader)).get(agent.id));

const viewAgent = (
  { lastAssignedAt, availableSince, ...agent }: Agent,
  { openTickets, openOffers }: Load = NO_LOAD,
) => ({
  ...agent,
  currentWorkload: openTickets,
  openOffers,
});
