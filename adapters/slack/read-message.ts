import { z } from 'zod';
import type { MessageSaid, PostSeen } from '../../src/chat/inbound-event.ts';
import { leavesOf } from '../../src/chat/rich-text/leaves.ts';
import type { RichText } from '../../src/chat/rich-text.ts';
import type { Receiver } from './event-envelope.ts';
import { MESSAGE_SUBTYPES, type SubtypeMeaning } from './message-subtypes.ts';
import { skipped, surprising, type Reading } from './reading.ts';
import { readRichText, wordsSchema } from './read-rich-text.ts';
import { SLACK } from './slack-config.ts';
import { dateOf, microsecondsOf, slackTimestamp } from './slack-timestamp.ts';

/** Marks our posts, so that each can be told again by the key of its delivery. */
export const DELIVERY_EVENT_TYPE = 'switchboard_delivery';

/** Slack's own voice (reminders, tips). It has an account like a person's and no bot id. */
const SLACKBOT = 'USLACKBOT';

const deliveryKey = z
  .object({ key: z.string().min(1) })
  .nullish()
  .catch(undefined);

/** A message, as it comes in an event and as it stands in a conversation's history. */
const messageSchema = wordsSchema.extend({
  ts: slackTimestamp,
  thread_ts: slackTimestamp.nullish(),
  subtype: z.string().nullish(),
  hidden: z.boolean().nullish(),
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  app_id: z.string().nullish(),
  bot_profile: z.object({ app_id: z.string().nullish() }).nullish().catch(undefined),
  metadata: z.object({ event_type: z.string(), event_payload: deliveryKey }).nullish().catch(undefined),
});

export type SlackMessage = z.infer<typeof messageSchema>;

/** One message of an answer of the Web API. */
export const historyMessage = messageSchema;

const messageEvent = messageSchema.extend({ channel: z.string().min(1) });

/** A `message` event as what happened: someone spoke, or a post of ours was seen. */
export function readMessageEvent(event: unknown, receiver: Receiver): Reading<MessageSaid | PostSeen> {
  const meaning = meaningOf(event);
  if (meaning === undefined) return surprising(`message of unknown subtype ${nameOf(subtypeOf(event))}`);
  if (meaning === 'later' || meaning === 'notice') return skipped(`message subtype ${nameOf(subtypeOf(event))}`);
  const message = messageEvent.safeParse(event);
  if (!message.success) return surprising('malformed message event');
  return readMessage(message.data, message.data.channel, receiver);
}

/** A message from any source; the same message gives the same event, however it came to us. */
export function readMessage(message: SlackMessage, channelId: string, receiver: Receiver) {
  if (message.bot_id || MESSAGE_SUBTYPES.get(message.subtype ?? '') === 'bot') {
    return readBotPost(message, channelId, receiver);
  }
  if (meaningOf(message) !== 'said' || message.hidden) return skipped(`message subtype ${message.subtype ?? 'hidden'}`);
  if (message.user === SLACKBOT) return skipped('said by Slackbot');
  if (!message.user) return surprising('message by nobody');
  // Some of what a bot does (files, notes of Slack's) names its account and no bot id.
  if (message.user === receiver.botUserId) return skipped('said by our own bot');
  return said(message, message.user, channelId, receiver);
}

function said(message: SlackMessage, userId: string, channelId: string, receiver: Receiver): MessageSaid {
  const text = readRichText(message);
  return {
    ...happened(message, channelId, receiver, 'said'),
    kind: 'message-said',
    userId,
    text,
    mentionsBot: mentions(text, receiver.botUserId),
    position: microsecondsOf(message.ts),
  };
}

/** Ours is the receipt for its delivery key. Another app's post is nobody's words, even one that copies our metadata. */
function readBotPost(message: SlackMessage, channelId: string, receiver: Receiver): Reading<PostSeen> {
  const appId = message.app_id ?? message.bot_profile?.app_id ?? undefined;
  const ours = message.bot_id && (appId === undefined || appId === receiver.appId);
  // Slack may leave the payload out of an event, depending on the app's subscriptions; reading back finds it then.
  const key = message.metadata?.event_type === DELIVERY_EVENT_TYPE ? message.metadata.event_payload?.key : undefined;
  if (!ours || key === undefined) return skipped('posted by a bot');
  return { ...happened(message, channelId, receiver, 'seen'), kind: 'post-seen', deliveryKey: key };
}

const happened = (message: SlackMessage, channelId: string, receiver: Receiver, what: 'said' | 'seen') => ({
  key: `${SLACK}:${channelId}:${message.ts}:${what}`,
  platform: SLACK,
  workspaceId: receiver.workspaceId,
  channelId,
  messageId: message.ts,
  at: dateOf(message.ts),
  // A thread's first message names itself as its thread once it has replies.
  ...(message.thread_ts && message.thread_ts !== message.ts && { threadId: message.thread_ts }),
});

const mentions = (text: RichText, userId: string | undefined): boolean =>
  leavesOf(text).some((leaf) => leaf.type === 'mention' && leaf.userId === userId);

const nameOf = (subtype: unknown): string => (typeof subtype === 'string' ? subtype.slice(0, 60) : typeof subtype);

const subtypeOf = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'subtype' in message ? message.subtype : undefined;

function meaningOf(message: unknown): SubtypeMeaning | undefined {
  const subtype = subtypeOf(message) ?? '';
  if (subtype === '') return 'said';
  return typeof subtype === 'string' ? MESSAGE_SUBTYPES.get(subtype) : undefined;
}
