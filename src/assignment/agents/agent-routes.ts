import { z } from 'zod';
import { PLATFORM_NAMES } from '../../chat/platform-names.ts';
import { route, type ApiRoute } from '../../directory/api-route.ts';
import { nextCursor, pageQuery, toPage } from '../../pagination.ts';
import { after } from '../../storage/after.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Reader } from '../../storage/unit.ts';
import { actorFor } from '../../tickets/audit.ts';
import { TICKET_CATEGORIES } from '../../tickets/ticket.ts';
import { definedOf, id, pathId, time } from '../../validation.ts';
import { AgentSchema } from './agent.schema.ts';
import type { Agent } from './agent.ts';
import type { AssignmentDeps } from '../assignment-deps.ts';
import { MAX_CAPACITY } from '../choice/assignment-rules.ts';
import { addAgent, changeAgent } from './change-agent.ts';
import { countLoads, NO_LOAD, type Load } from './find-agent.ts';
import { setAvailability } from './set-availability.ts';

export interface AssignmentRouteDeps extends AssignmentDeps {
  readonly storage: Storage;
}

const nativeId = z.string().trim().min(1).max(100);
const name = z.string().trim().min(1).max(200);
const specialties = z
  .array(z.enum(TICKET_CATEGORIES))
  .max(TICKET_CATEGORIES.length)
  .meta({ description: 'The categories that they know best.' });
const capacity = z
  .number()
  .int()
  .min(1)
  .max(MAX_CAPACITY)
  .nullable()
  .meta({ description: 'How many tickets and offers at once; null: as many as the rules say.' });

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

const shownAgent = z
  .strictObject({
    id,
    name: z.string(),
    email: z.string(),
    specialties: z.array(z.string()),
    isAvailable: z.boolean(),
    capacity: z.number().int().nullable(),
    platform: z.string().nullable(),
    workspaceId: z.string().nullable(),
    userId: z.string().nullable(),
    currentWorkload: z.number().int().min(0).meta({ description: 'Open tickets.' }),
    openOffers: z.number().int().min(0),
    createdAt: time,
  })
  .meta({ id: 'Agent' });

const TOPIC = 'Agents';

export const createAgentRoutes = (deps: AssignmentRouteDeps): readonly ApiRoute[] => [
  addingAgents(deps),
  listingAgents(deps),
  changingAgents(deps),
  settingAvailability(deps),
];

const addingAgents = (deps: AssignmentRouteDeps) =>
  route({
    method: 'post',
    path: '/support-agents',
    permission: 'agents:write',
    topic: TOPIC,
    summary: 'Add an agent',
    details: 'platform, workspaceId and userId come together: the account with which they are written to.',
    body: newAgent,
    example: {
      name: 'Ada',
      email: 'ada@example.com',
      specialties: ['accounting'],
      platform: 'slack',
      workspaceId: 'T0123',
      userId: 'U0ADA',
    },
    status: 201,
    answer: { agent: shownAgent },
    errors: [409],
    handle: async ({ body }) => {
      const agent = await deps.storage.unit((unit) => addAgent(deps, unit, body));
      return { agent: viewAgent(agent, NO_LOAD) };
    },
  });

const listingAgents = ({ storage }: AssignmentRouteDeps) =>
  route({
    method: 'get',
    path: '/support-agents',
    permission: 'agents:read',
    topic: TOPIC,
    summary: 'List the agents and what they have in hand',
    query: pageQuery,
    answer: { agents: z.array(shownAgent), nextCursor },
    handle: async ({ query: { limit, cursor } }) => {
      const [rows, loads] = await storage.read((reader) =>
        Promise.all([reader.find(AgentSchema, after(cursor, limit)), countLoads(reader)]),
      );
      const { items, nextCursor } = toPage(rows, limit);
      return { agents: items.map((agent) => viewAgent(agent, loads.get(agent.id))), nextCursor };
    },
  });

const changingAgents = (deps: AssignmentRouteDeps) =>
  route({
    method: 'patch',
    path: '/support-agents/:id',
    permission: 'agents:write',
    topic: TOPIC,
    summary: 'Change an agent',
    params: { id: pathId },
    body: agentChange,
    example: { capacity: 5 },
    answer: { agent: shownAgent },
    errors: [404],
    handle: async ({ params, body }) => {
      const agent = await deps.storage.unit((unit) => changeAgent(deps, unit, params.id, definedOf(body)));
      return { agent: await deps.storage.read((reader) => viewWithLoad(reader, agent)) };
    },
  });

const settingAvailability = (deps: AssignmentRouteDeps) =>
  route({
    method: 'patch',
    path: '/support-agents/:id/availability',
    permission: 'agents:write',
    topic: TOPIC,
    summary: 'Send an agent away, or bring them back',
    details: 'What somebody has who goes away is offered to others.',
    params: { id: pathId },
    body: availability,
    example: { isAvailable: false },
    answer: { agent: shownAgent },
    errors: [404],
    handle: async ({ params, body: { isAvailable }, caller }) => {
      const by = actorFor(caller);
      const agent = await deps.storage.unit((unit) => setAvailability(deps, unit, params.id, isAvailable, by));
      return { agent: await deps.storage.read((reader) => viewWithLoad(reader, agent)) };
    },
  });

const viewWithLoad = async (reader: Reader, agent: Agent) => viewAgent(agent, (await countLoads(reader)).get(agent.id));

const viewAgent = (
  { lastAssignedAt, availableSince, ...agent }: Agent,
  { openTickets, openOffers }: Load = NO_LOAD,
) => ({
  ...agent,
  currentWorkload: openTickets,
  openOffers,
});
