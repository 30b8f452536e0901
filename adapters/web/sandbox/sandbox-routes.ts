import { Router } from '@koa/router';
import type { Middleware } from 'koa';
import { z } from 'zod';
import type { Receive } from '../../../src/chat/chat-platform.ts';
import { readMarkdown } from '../../../src/chat/rich-text/markdown/read-markdown.ts';
import type { Sandbox, SandboxWorld } from '../../../src/chat/sandbox.ts';
import type { Clock } from '../../../src/clock.ts';
import { AppError, notFound } from '../../../src/errors.ts';
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

/** Two of them and a `clientId` fit into an event's key. */
const id = z.string().min(1).max(50);
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

/** Two messages never share a moment, because their moments tell in which order they were said. */
function createMoments(clock: Clock): () => Date {
  let last = 0;
  return () => new Date((last = Math.max(clock.now().getTime(), last + 1)));
}

/** Agents talk everywhere, a merchant's people in their own channel. @throws AppError `not_found` */
function checkTakesPart(world: SandboxWorld, userId: string, channelId: string): void {
  const { isAgent, home } = checkIsHere(world, userId);
  const { merchants, deskChannelId } = world;
  const places = isAgent ? [deskChannelId, ...merchants.map((merchant) => merchant.channelId)] : [home?.channelId];
  if (!places.includes(channelId)) throw notFound('channel');
}

/** A page may still show people of before a reset. @throws AppError `not_found` */
function checkIsHere({ merchants, agents }: SandboxWorld, userId: string) {
  const isAgent = agents.some((agent) => agent.userId === userId);
  const home = merchants.find(({ people }) => people.some((person) => person.userId === userId));
  if (!isAgent && !home) throw notFound('person');
  return { isAgent, home };
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
