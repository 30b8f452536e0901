import { z } from 'zod';
import { route, type ApiRoute } from '../../directory/api-route.ts';
import { readOwnTicket } from '../../tickets/find-ticket.ts';
import { id, time } from '../../validation.ts';
import type { AssignmentRouteDeps } from '../agents/agent-routes.ts';
import { assignmentRules, DEFAULT_RULES } from './assignment-rules.ts';
import { findRules, findRulesVersion } from './find-rules.ts';
import { previewChoice } from './preview-choice.ts';
import type { RulesVersion } from './rules-version.schema.ts';
import { setRules } from './set-rules.ts';

const previewRequest = z.strictObject({
  ticketId: id,
  rules: assignmentRules.optional().meta({ description: 'Rules to try; those in force when none are given.' }),
});

const shownRules = {
  rules: assignmentRules,
  setBy: z.string().nullable().meta({ description: 'Null while they are the ones that come with the product.' }),
  setAt: time.nullable(),
};

const score = z.number();

const shownPreview = {
  ticketId: id,
  agents: z
    .array(
      z.strictObject({
        agentId: id,
        name: z.string(),
        capacity: z.number().int().nullable(),
        openTickets: z.number().int(),
        openOffers: z.number().int(),
        specialty: score,
        workload: score,
        pressing: score,
        total: score,
        hindrance: z.enum(['away', 'full', 'asked']).nullable().meta({ description: 'Null: they could take it.' }),
      }),
    )
    .meta({ description: 'Every agent, best first.' }),
  chosen: z.strictObject({ agentId: id, name: z.string() }).nullable(),
  why: z.string(),
};

const TOPIC = 'Assignment rules';

export const createRulesRoutes = (deps: AssignmentRouteDeps): readonly ApiRoute[] => [
  readingRules(deps),
  settingRules(deps),
  previewingRules(deps),
];

const readingRules = ({ storage }: AssignmentRouteDeps) =>
  route({
    method: 'get',
    path: '/assignment-rules',
    permission: 'rules:read',
    topic: TOPIC,
    summary: 'Read the rules in force',
    answer: shownRules,
    handle: async () => viewRules(await storage.read(findRulesVersion)),
  });

const settingRules = (deps: AssignmentRouteDeps) =>
  route({
    method: 'put',
    path: '/assignment-rules',
    permission: 'rules:write',
    topic: TOPIC,
    summary: 'Set the rules, all of them',
    body: assignmentRules,
    example: DEFAULT_RULES,
    answer: shownRules,
    handle: async ({ body, caller }) =>
      viewRules(await deps.storage.unit((unit) => setRules(deps, unit, body, caller.keyId))),
  });

const previewingRules = ({ storage }: AssignmentRouteDeps) =>
  route({
    method: 'post',
    path: '/assignment-rules/preview',
    permission: 'rules:read',
    topic: TOPIC,
    summary: 'See who would be asked, and why',
    details: 'Changes nothing.',
    body: previewRequest,
    example: { ticketId: 1 },
    answer: shownPreview,
    errors: [404],
    handle: async ({ body: { ticketId, rules }, caller }) => {
      const preview = await storage.read(async (reader) => {
        await readOwnTicket(reader, caller.scope, ticketId);
        return previewChoice(reader, ticketId, rules ?? (await findRules(reader)));
      });
      return { ticketId, ...preview };
    },
  });

/** Who set them, and when; nobody has while they are the ones that come with the product. */
const viewRules = (version: RulesVersion | null) => ({
  rules: version?.rules ?? DEFAULT_RULES,
  setBy: version?.setBy ?? null,
  setAt: version?.setAt ?? null,
});
