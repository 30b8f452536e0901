import { z } from 'zod';
import type { FileSeen, MessageSaid, PostSeen } from '../../../src/chat/inbound-event.ts';
import { leavesOf } from '../../../src/chat/rich-text/leaves.ts';
import type { RichText } from '../../../src/chat/rich-text.ts';
import type { Receiver } from './event-envelope.ts';
import { MESSAGE_SUBTYPES, type SubtypeMeaning } from './message-subtypes.ts';
import { skipped, surprising, type Reading } from '../../../src/chat/reading.ts';
import { readFiles, readRichText, wordsSchema } from '../text/read-rich-text.ts';
import { SLACK } from '../slack-config.ts';
import { dateOf, microsecondsOf, slackTimestamp } from '../slack-timestamp.ts';

/** Marks our posts, so that each can be told again by the key of its delivery. */
export const DELIVERY_EVENT_TYPE = 'switchboard_delivery';

/** Slack's own voice (reminders, tips). It has an account like a person's and no bot id. */
const SLACKBOT = 'USLACKBOT';

const deliveryKey = z
  .object({ key: z.string().min(1) })
  .nullish()
  .catch(undefined);

/** A message, as it comes in an event and as it stands in a conversation's history. */
export const messageSchema = wordsSchema.extend({
  ts: slackTimestamp,
  thread_ts: slackTimestamp.nullish(),
  subtype: z.string().nullish(),
  hidden: z.boolean().nullish(),
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  app_id: z.string().nullish(),
  bot_profile: z.object({ app_id: z.string().nullish() }).nullish().catch(undefined),
  edited: z.object({ ts: slackTimestamp }).nullish().catch(undefined),
  metadata: z.object({ event_type: z.string(), event_payload: deliveryKey }).nullish().catch(undefined),
});

export type SlackMessage = z.infer<typeof messageSchema>;

/** A message from any source; the same message gives the same event, however it came to us. */
export function readMessage(message: SlackMessage, channelId: string, receiver: Receiver) {
  if (message.bot_id || meaningOf(message) === 'bot') {
    return readBotPost(message, channelId, receiver);
  }
  if (meaningOf(message) !== 'said' || message.hidden) return skipped(`message subtype ${message.subtype ?? 'hidden'}`);
  if (message.user === SLACKBOT) return skipped('said by Slackbot');
  if (!message.user) return surprising('message by nobody');
  // Some of what a bot does (files, notes of Slack's) names its account and no bot id.
  if (message.user === receiver.botUserId)
    return fileSeen(message, channelId, receiver) ?? skipped('said by our own bot');
  return said(message, message.user, channelId, receiver);
}

function said(message: SlackMessage, userId: string, channelId: string, receiver: Receiver): MessageSaid {
  const text = readRichText(message);
  const files = readFiles(message);
  return {
    ...happened(message, channelId, receiver, 'said'),
    kind: 'message-said',
    userId,
    text,
    mentionsBot: mentions(text, receiver.botUserId),
    position: microsecondsOf(message.ts),
    ...(files.length > 0 && { files }),
    ...(message.edited && { revision: microsecondsOf(message.edited.ts) }),
  };
}

/** A file that we shared is the receipt for its upload: such a post bears no metadata. */
function fileSeen(message: SlackMessage, channelId: string, receiver: Receiver): FileSeen | undefined {
  const [file] = readFiles(message);
  if (!file) return undefined;
  return { ...happened(message, channelId, receiver, 'seen'), kind: 'file-seen', uploadId: file.nativeId };
}

/** Ours is the receipt for its delivery key. Another app's post is nobody's words, even one that copies our metadata. */
function readBotPost(message: SlackMessage, channelId: string, receiver: Receiver): Reading<PostSeen | FileSeen> {
  const appId = message.app_id ?? message.bot_profile?.app_id ?? undefined;
  const ours = message.bot_id && (appId === undefined || appId === receiver.appId);
  // Slack may leave the payload out of an event, depending on the app's subscriptions; reading back finds it then.
  const key = message.metadata?.event_type === DELIVERY_EVENT_TYPE ? message.metadata.event_payload?.key : undefined;
  if (!ours) return skipped('posted by a bot');
  if (key === undefined) return fileSeen(message, channelId, receiver) ?? skipped('posted by a bot');
  return { ...happened(message, channelId, receiver, 'seen'), kind: 'post-seen', deliveryKey: key };
}

const keyOf = (channelId: string, ts: string, what: 'said' | 'seen'): string => `${SLACK}:${channelId}:${ts}:${what}`;

/** The key with which a message came, or would have come. */
export const saidKey = (channelId: string, ts: string): string => keyOf(channelId, ts, 'said');

const happened = (message: SlackMessage, channelId: string, receiver: Receiver, what: 'said' | 'seen') => ({
  key: keyOf(channelId, message.ts, what),
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

const meaningOf = ({ subtype }: SlackMessage): SubtypeMeaning | undefined =>
  subtype ? MESSAGE_SUBTYPES.get(subtype) : 'said';
