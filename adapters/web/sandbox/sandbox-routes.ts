import { Router } from '@koa/router';
import type { Middleware } from 'koa';
import { z } from 'zod';
import { readMarkdown } from '../../../src/chat/rich-text/markdown/read-markdown.ts';
import type { Clock } from '../../../src/clock.ts';
import { notFound } from '../../../src/errors.ts';
import { readBody } from '../read-body.ts';
import { saidEvent } from '../said-event.ts';
import { WEB, webAddress } from '../web-address.ts';
import type { WireAct, WireSay, WireTold } from '../wire.ts';
import { createChangeRoutes, type ChangeRouteDeps } from './change-routes.ts';
import { anyId, clientId, id, tellToTryAgain, words } from './page-request.ts';
import { checkIsLocal } from './local-only.ts';
import { createMoments } from './moments.ts';
import { checkIsHere, checkTakesPart } from './take-part.ts';

export interface SandboxRouteDeps extends Omit<ChangeRouteDeps, 'nextMoment'> {
  readonly clock: Clock;
  /** Channels that are switched off, so that deliveries into them fail. */
  readonly offline: Set<string>;
}

const say = z.strictObject({
  userId: id,
  channelId: id,
  threadId: anyId.nullable(),
  clientId,
  text: words,
}) satisfies z.ZodType<WireSay>;

const act = z.strictObject({
  userId: id,
  channelId: id,
  messageId: anyId,
  clientId,
  action: z.string().min(1).max(150),
  choice: z.string().max(150).nullable(),
}) satisfies z.ZodType<WireAct>;

const availability = z.strictObject({ isAvailable: z.boolean() });
const reach = z.strictObject({ isOffline: z.boolean() });

/** What the sandbox's page asks for. */
export function createSandboxRoutes(deps: SandboxRouteDeps): Router {
  const { sandbox, offline } = deps;
  const router = new Router({ prefix: '/sandbox' });
  const nextMoment = createMoments(deps.clock);
  router.use(localOnly());

  router.get('/world', async (ctx) => {
    const { merchants, ...world } = await sandbox.readWorld();
    const shown = merchants.map((merchant) => ({ ...merchant, isOffline: offline.has(merchant.channelId) }));
    ctx.body = { ...world, merchants: shown };
  });

  router.post('/messages', async (ctx) => {
    const { userId, channelId, threadId, clientId: sent, text } = await readBody(ctx, say);
    const messageId = `${userId}.${sent}`;
    await sandbox.untilTold();
    checkTakesPart(await sandbox.readWorld(), userId, channelId);
    const said = { channelId, messageId, threadId, userId, text: readMarkdown(text), at: nextMoment() };
    await deps.receive(saidEvent(said)).catch(tellToTryAgain);
    ctx.body = { messageId };
  });

  router.use(createChangeRoutes({ ...deps, nextMoment }).routes());

  router.post('/actions', async (ctx) => {
    const { userId, channelId, messageId, clientId: sent, action, choice } = await readBody(ctx, act);
    await sandbox.untilTold();
    checkIsHere(await sandbox.readWorld(), userId);
    const answer = await deps
      .receive({
        ...webAddress(channelId),
        kind: 'action-taken',
        key: `${WEB}:${channelId}:action:${userId}.${sent}`,
        messageId,
        userId,
        action,
        ...(choice !== null && { choice }),
        at: nextMoment(),
      })
      .catch(tellToTryAgain);
    // The card itself reaches the page by its channel.
    ctx.body = { say: answer.kind === 'say-privately' ? answer.text : null } satisfies WireTold;
  });

  router.post('/agents/:agentId/availability', async (ctx) => {
    const { isAvailable } = await readBody(ctx, availability);
    await sandbox.untilTold();
    const { agents } = await sandbox.readWorld();
    const agent = agents.find(({ agentId }) => String(agentId) === ctx.params['agentId']);
    if (!agent) throw notFound('agent');
    await sandbox.setAvailable(agent.agentId, isAvailable);
    ctx.body = {};
  });

  router.post('/channels/:channelId/reach', async (ctx) => {
    const { isOffline } = await readBody(ctx, reach);
    await sandbox.untilTold();
    const { merchants } = await sandbox.readWorld();
    const merchant = merchants.find(({ channelId }) => channelId === ctx.params['channelId']);
    if (!merchant) throw notFound('channel');
    if (isOffline) offline.add(merchant.channelId);
    else {
      offline.delete(merchant.channelId);
      await sandbox.hurry();
    }
    ctx.body = {};
  });

  router.post('/reset', async (ctx) => {
    await sandbox.reset();
    ctx.body = {};
  });

  return router;
}

function localOnly(): Middleware {
  return async (ctx, next) => {
    checkIsLocal(ctx.req, ctx.method !== 'GET' && ctx.method !== 'HEAD');
    await next();
  };
}
