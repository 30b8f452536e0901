import { z } from 'zod';
import type { Address, MessageRef } from '../../../src/chat/address.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { DELIVERY_EVENT_TYPE } from '../reading/read-message.ts';
import type { SlackCall } from './slack-calls.ts';
import type { WhoAmI } from './slack-identity.ts';
import { slackTimestamp, timestampOf } from '../slack-timestamp.ts';

/** Milliseconds by which Slack's clock may be behind ours. */
const CLOCK_DIFFERENCE_MS = 60_000;
/** Slack recommends no more (docs.slack.dev/reference/methods/conversations.history#pagination). */
const PAGE_SIZE = 200;
const MAX_PAGES = 50;

const delivered = z.object({
  ts: slackTimestamp,
  bot_id: z.string().min(1),
  metadata: z.object({
    event_type: z.literal(DELIVERY_EVENT_TYPE),
    event_payload: z.object({ key: z.string() }),
  }),
});

const pageSchema = z.object({
  messages: z.array(z.unknown()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/**
 * Looks in the conversation for a post that carries `deliveryKey`. Null is certain: when there is too much to look
 * through it rejects instead. A post that only one person saw stands in no history, and is never found.
 */
export async function findDelivered(
  to: Address,
  deliveryKey: string,
  since: Date,
  deps: { readonly call: SlackCall; readonly whoAmI: WhoAmI },
): Promise<MessageRef | null> {
  if (to.visibleTo !== undefined) return null;
  const ourBotId = await deps.whoAmI().then(({ botId }) => botId);
  const method = to.threadId === undefined ? 'conversations.history' : 'conversations.replies';
  const oldest = timestampOf(new Date(since.getTime() - CLOCK_DIFFERENCE_MS));
  const args = { channel: to.channelId, ts: to.threadId, oldest, limit: PAGE_SIZE, include_all_metadata: true };

  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { messages, response_metadata: next } = await deps.call(method, { ...args, cursor }, pageSchema);
    const ts = messages.map((message) => keyed(message, deliveryKey, ourBotId)).find((found) => found !== undefined);
    if (ts !== undefined) return { ...to, messageId: ts };
    cursor = next?.next_cursor;
    if (!cursor) return null;
  }
  throw new PlatformError('transient', 'Slack holds more messages than can be read back at once: trying again later.');
}

function keyed(message: unknown, deliveryKey: string, ourBotId: string | undefined): string | undefined {
  const { data } = delivered.safeParse(message);
  // Another app could copy the key; its post is not ours.
  const isOurs = data !== undefined && (ourBotId === undefined || data.bot_id === ourBotId);
  return isOurs && data.metadata.event_payload.key === deliveryKey ? data.ts : undefined;
}
