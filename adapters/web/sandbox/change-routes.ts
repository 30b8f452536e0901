import { Router } from '@koa/router';
import { z } from 'zod';
import type { Receive } from '../../../src/chat/chat-platform.ts';
import type { Entry, History } from '../../../src/chat/history.ts';
import { positionOf, type MessageSaid } from '../../../src/chat/inbound-event.ts';
import { readMarkdown } from '../../../src/chat/rich-text/markdown/read-markdown.ts';
import type { Sandbox } from '../../../src/chat/sandbox.ts';
import { forbidden, notFound } from '../../../src/errors.ts';
import { emoji } from '../emoji.ts';
import { readBody } from '../read-body.ts';
import { deletedEvent, editedEvent, reactionEvent, toMessageSaid } from '../said-event.ts';
import type { WireDelete, WireEdit, WireReact } from '../wire.ts';
import { checkTakesPart } from './take-part.ts';
import { anyId, clientId, id, tellToTryAgain, words } from './page-request.ts';

export interface ChangeRouteDeps {
  readonly sandbox: Sandbox;
  readonly history: History;
  readonly nextMoment: () => Date;
  /** Rejects before the start. */
  readonly receive: Receive;
}

const deletion = z.strictObject({
  userId: id,
  channelId: id,
  messageId: anyId,
  clientId,
}) satisfies z.ZodType<WireDelete>;

const edit = z.strictObject({ ...deletion.shape, text: words }) satisfies z.ZodType<WireEdit>;

const reaction = z.strictObject({
  ...deletion.shape,
  emoji,
  isOn: z.boolean(),
}) satisfies z.ZodType<WireReact>;

/** What a person does with a message that stands there. */
export function createChangeRoutes({ sandbox, history, nextMoment, receive }: ChangeRouteDeps): Router {
  const router = new Router();
  const now = () => {
    const at = nextMoment();
    return { at, revision: positionOf(at) };
  };
  const checkPlace = async ({ userId, channelId }: WireDelete): Promise<void> => {
    await sandbox.untilTold();
    checkTakesPart(await sandbox.readWorld(), userId, channelId);
  };

  router.post('/edits', async (ctx) => {
    const { text, ...change } = await readBody(ctx, edit);
    await checkPlace(change);
    const { threadId, said } = await findOwn(history, change);
    await receive(editedEvent({ ...change, threadId, ...now() }, said, readMarkdown(text))).catch(tellToTryAgain);
    ctx.body = {};
  });

  router.post('/deletions', async (ctx) => {
    const change = await readBody(ctx, deletion);
    await checkPlace(change);
    const { threadId, said } = await findOwn(history, change);
    await receive(deletedEvent({ ...change, threadId, ...now() }, said)).catch(tellToTryAgain);
    ctx.body = {};
  });

  router.post('/reactions', async (ctx) => {
    const { emoji: what, isOn, ...change } = await readBody(ctx, reaction);
    await checkPlace(change);
    const { threadId } = await find(history, change);
    await receive(reactionEvent({ ...change, threadId, ...now() }, what, isOn)).catch(tellToTryAgain);
    ctx.body = {};
  });

  return router;
}

/** @throws AppError `not_found` */
async function find(history: History, { channelId, messageId }: WireDelete): Promise<Entry> {
  const entry = await history.find(channelId, messageId);
  if (!entry) throw notFound('message');
  return entry;
}

/** @throws AppError `not_found`, or `forbidden` for what somebody else said */
async function findOwn(history: History, wanted: WireDelete): Promise<{ threadId: string | null; said: MessageSaid }> {
  const entry = await find(history, wanted);
  const said = toMessageSaid(entry);
  if (said?.userId !== wanted.userId) throw forbidden('People change only what they said themselves.');
  return { threadId: entry.threadId, said };
}
