import { Router } from '@koa/router';
import type { Middleware } from 'koa';
import { z } from 'zod';
import { readMarkdown } from '../../../src/chat/rich-text/markdown/read-markdown.ts';
import type { Sandbox } from '../../../src/chat/sandbox.ts';
import type { Clock } from '../../../src/clock.ts';
import { notFound } from '../../../src/errors.ts';
import { readBody } from '../read-body.ts';
import { reachEvent, saidEvent } from '../said-event.ts';
import { WEB, webAddress } from '../web-address.ts';
import type { WireAct, WireSay, WireTold } from '../wire.ts';
import type { ChannelTrouble } from './channel-trouble.ts';
import { createChangeRoutes, type ChangeRouteDeps } from './change-routes.ts';
import { anyId, clientId, id, tellToTryAgain, words } from './page-request.ts';
import { checkIsLocal } from './local-only.ts';
import { createMoments } from './moments.ts';
import { checkIsHere, checkTakesPart } from './take-part.ts';

export interface SandboxRouteDeps extends Omit<ChangeRouteDeps, 'nextMoment'> {
  readonly clock: Clock;
  readonly trouble: ChannelTrouble;
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
const membership = z.strictObject({ isRemoved: z.boolean() });

/** What the sandbox's page asks for. */
export function createSandboxRoutes(deps: SandboxRouteDeps): Router {
  const { sandbox, trouble } = deps;
  const { offline, removed } = trouble;
  const router = new Router({ prefix: '/sandbox' });
  const nextMoment = createMoments(deps.clock);
  router.use(localOnly());

  router.get('/world', async (ctx) => {
    const { merchants, ...world } = await sandbox.readWorld();
    const shown = merchants.map((merchant) => ({
      ...merchant,
      isOffline: offline.has(merchant.channelId),
      isRemoved: removed.has(merchant.channelId),
    }));
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
    const channelId = await findMerchantChannel(sandbox, ctx.params['channelId']);
    if (isOffline) offline.add(channelId);
    else {
      offline.delete(channelId);
      await sandbox.hurry();
    }
    ctx.body = {};
  });

  router.post('/channels/:channelId/membership', async (ctx) => {
    const { isRemoved } = await readBody(ctx, membership);
    const channelId = await findMerchantChannel(sandbox, ctx.params['channelId']);
    if (isRemoved) removed.add(channelId);
    else removed.delete(channelId);
    await deps.receive(reachEvent(channelId, isRemoved, nextMoment())).catch(tellToTryAgain);
    ctx.body = {};
  });

  router.post('/reset', async (ctx) => {
    await sandbox.reset();
    ctx.body = {};
  });

  return router;
}

/** @throws AppError `not_found` */
async function findMerchantChannel(sandbox: Sandbox, wanted: string | undefined): Promise<string> {
  await sandbox.untilTold();
  const { merchants } = await sandbox.readWorld();
  const merchant = merchants.find(({ channelId }) => channelId === wanted);
  if (!merchant) throw notFound('channel');
  return merchant.channelId;
}

function localOnly(): Middleware {
  return async (ctx, next) => {
    checkIsLocal(ctx.req, ctx.method !== 'GET' && ctx.method !== 'HEAD');
    await next();
  };
}
