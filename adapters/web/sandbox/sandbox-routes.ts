import { Router } from '@koa/router';
import type { Middleware } from 'koa';
import { z } from 'zod';
import type { Receive } from '../../../src/chat/chat-platform.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import type { Sandbox } from '../../../src/chat/sandbox.ts';
import type { Clock } from '../../../src/clock.ts';
import { AppError } from '../../../src/errors.ts';
import { readBody } from '../read-body.ts';
import { saidEvent } from '../said-event.ts';
import { WEB, webAddress } from '../web-address.ts';
import type { WireAct, WireSay, WireTold } from '../wire.ts';
import { checkIsLocal } from './local-only.ts';

export interface SandboxRouteDeps {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  /** Rejects before the start. */
  readonly receive: Receive;
  /** Channels that are switched off, so that deliveries into them fail. */
  readonly offline: Set<string>;
}

const id = z.string().min(1).max(80);
/** Only what cannot be mistaken for anything else in a key. */
const clientId = z.string().regex(/^[\w-]{8,64}$/);
const LONGEST_TEXT = 40_000;

const say = z.strictObject({
  userId: id,
  channelId: id,
  threadId: z.string().min(1).max(190).nullable(),
  clientId,
  text: z.string().trim().min(1).max(LONGEST_TEXT),
}) satisfies z.ZodType<WireSay>;

const act = z.strictObject({
  userId: id,
  channelId: id,
  messageId: z.string().min(1).max(190),
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
  router.use(localOnly());

  router.get('/world', async (ctx) => {
    const { merchants, ...world } = await sandbox.readWorld();
    const shown = merchants.map((merchant) => ({ ...merchant, isOffline: offline.has(merchant.channelId) }));
    ctx.body = { ...world, merchants: shown };
  });

  router.post('/messages', async (ctx) => {
    const { userId, channelId, threadId, clientId: sent, text } = await readBody(ctx, say);
    const messageId = `${userId}.${sent}`;
    const said = { channelId, messageId, threadId, userId, text: plain(text), at: deps.clock.now() };
    await deps.receive(saidEvent(said)).catch(tellToTryAgain);
    ctx.body = { messageId };
  });

  router.post('/actions', async (ctx) => {
    const { userId, channelId, messageId, clientId: sent, action, choice } = await readBody(ctx, act);
    const answer = await deps
      .receive({
        ...webAddress(channelId),
        kind: 'action-taken',
        key: `${WEB}:${channelId}:action:${userId}.${sent}`,
        messageId,
        userId,
        action,
        ...(choice !== null && { choice }),
        at: deps.clock.now(),
      })
      .catch(tellToTryAgain);
    // The card itself reaches the page by its channel.
    ctx.body = { say: answer.kind === 'say-privately' ? answer.text : null } satisfies WireTold;
  });

  router.post('/agents/:agentId/availability', async (ctx) => {
    const { isAvailable } = await readBody(ctx, availability);
    await sandbox.setAvailable(Number(ctx.params['agentId']), isAvailable);
    ctx.body = {};
  });

  router.post('/channels/:channelId/reach', async (ctx) => {
    const { isOffline } = await readBody(ctx, reach);
    const channelId = ctx.params['channelId'] ?? '';
    if (isOffline) offline.add(channelId);
    else offline.delete(channelId);
    ctx.body = {};
  });

  router.post('/reset', async (ctx) => {
    offline.clear();
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

function tellToTryAgain(): never {
  throw new AppError(
    503,
    'unavailable',
    'This could not be written down just now. Nothing was lost: please try again.',
  );
}
