import { Router } from '@koa/router';
import { z } from 'zod';
import type { ApiState } from '../../directory/access.ts';
import { parse } from '../../validation.ts';
import type { AssignmentRouteDeps } from '../agents/agent-routes.ts';
import { assignmentRules, DEFAULT_RULES } from './assignment-rules.ts';
import { findRules, findRulesVersion } from './find-rules.ts';
import { previewChoice } from './preview-choice.ts';
import type { RulesVersion } from './rules-version.schema.ts';
import { setRules } from './set-rules.ts';

const previewRequest = z.strictObject({
  ticketId: z.number().int().positive(),
  /** Rules to try; those in force when none are given. */
  rules: assignmentRules.optional(),
});

export function createRulesRoutes(deps: AssignmentRouteDeps): Router<ApiState> {
  const { storage, access } = deps;
  const router = new Router<ApiState>();

  router.get('/assignment-rules', async (ctx) => {
    access.require(ctx.state.caller, 'rules:read');
    ctx.body = { success: true, ...viewRules(await storage.read(findRulesVersion)) };
  });

  router.put('/assignment-rules', async (ctx) => {
    access.require(ctx.state.caller, 'rules:write');
    const rules = parse(assignmentRules, ctx.request.body);
    const version = await storage.unit((unit) => setRules(deps, unit, rules, ctx.state.caller.keyId));
    ctx.body = { success: true, ...viewRules(version) };
  });

  router.post('/assignment-rules/preview', async (ctx) => {
    access.require(ctx.state.caller, 'rules:read');
    const { ticketId, rules } = parse(previewRequest, ctx.request.body);
    const preview = await storage.read(async (reader) =>
      previewChoice(reader, ticketId, rules ?? (await findRules(reader))),
    );
    ctx.body = { success: true, ticketId, ...preview };
  });

  return router;
}

/** Who set them, and when; nobody has while they are the ones that come with the product. */
const viewRules = (version: RulesVersion | null) => ({
  rules: version?.rules ?? DEFAULT_RULES,
  setBy: version?.setBy ?? null,
  setAt: version?.setAt ?? null,
});
