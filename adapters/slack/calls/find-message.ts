import { z } from 'zod';
import type { MessageRef } from '../../../src/chat/address.ts';
import type { MessageSaid } from '../../../src/chat/inbound-event.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { messageSchema, readMessage, type SlackMessage } from '../reading/read-message.ts';
import type { SlackCall } from './slack-calls.ts';
import { isAbsent } from './slack-errors.ts';
import type { WhoAmI } from './slack-identity.ts';

const pageSchema = z.object({ messages: z.array(z.unknown()) });

/** What a person said in one message, as its arrival would have told; null when no person's message stands there. */
export async function findMessage(
  ref: MessageRef,
  deps: { readonly call: SlackCall; readonly whoAmI: WhoAmI },
): Promise<MessageSaid | null> {
  const message = (await inChannel(ref, deps.call)) ?? (await inThread(ref, deps.call));
  if (!message) return null;
  const botUserId = (await deps.whoAmI()).userId;
  const receiver = { workspaceId: ref.workspaceId, appId: undefined, botUserId };
  const reading = readMessage(message, ref.channelId, receiver);
  return reading.kind === 'message-said' ? reading : null;
}

/** The history holds what was said in the channel itself. */
async function inChannel(ref: MessageRef, call: SlackCall): Promise<SlackMessage | undefined> {
  if (ref.threadId !== undefined && ref.threadId !== ref.messageId) return undefined;
  const { channelId: channel, messageId: latest } = ref;
  const { messages } = await call('conversations.history', { channel, latest, inclusive: true, limit: 1 }, pageSchema);
  return pick(messages, ref.messageId);
}

/** Replies stand only here; any message of the thread names it (docs.slack.dev/reference/methods/conversations.replies). */
async function inThread(ref: MessageRef, call: SlackCall): Promise<SlackMessage | undefined> {
  const ts = ref.threadId ?? ref.messageId;
  // The thread's first message comes along whatever the bounds.
  const bounds = { oldest: ref.messageId, latest: ref.messageId, inclusive: true, limit: 10 };
  try {
    const { messages } = await call('conversations.replies', { channel: ref.channelId, ts, ...bounds }, pageSchema);
    return pick(messages, ref.messageId);
  } catch (error) {
    if (isAbsent(error, 'thread_not_found', 'message_not_found')) return undefined;
    throw error;
  }
}

/** @throws PlatformError when it stands there and cannot be read: that is not the same as not being there */
function pick(messages: readonly unknown[], ts: string): SlackMessage | undefined {
  const standing = messages.find((message) => standsAt.safeParse(message).data?.ts === ts);
  if (standing === undefined) return undefined;
  const { data } = messageSchema.safeParse(standing);
  if (!data) throw new PlatformError('rejected', 'Slack has this message in a form that Switchboard does not know.');
  return data;
}

const standsAt = z.object({ ts: z.string() });
