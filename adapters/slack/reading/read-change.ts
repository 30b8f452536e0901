import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { MessageDeleted, MessageEdited, MessageSaid } from '../../../src/chat/inbound-event.ts';
import type { Receiver } from './event-envelope.ts';
import { messageSchema, readMessage, saidKey, type SlackMessage } from './read-message.ts';
import { readFiles, readRichText } from '../text/read-rich-text.ts';
import { skipped, surprising, type Reading } from '../../../src/chat/reading.ts';
import { SLACK } from '../slack-config.ts';
import { dateOf, microsecondsOf, slackTimestamp } from '../slack-timestamp.ts';

/** When it happened. The message's own `edited.ts` counts whole seconds only; this one is unique in its channel. */
const changeEvent = z.object({ channel: z.string().min(1), ts: slackTimestamp, event_ts: slackTimestamp.nullish() });

const before = messageSchema.nullish().catch(undefined);

const changedSchema = changeEvent.extend({ message: messageSchema, previous_message: before });

const deletedSchema = changeEvent.extend({ deleted_ts: slackTimestamp, previous_message: before });

/** What Slack puts in the place of a thread's first message that was deleted. */
const TOMBSTONE = 'tombstone';

/** A `message_changed` event (docs.slack.dev/reference/events/message/message_changed). */
export function readMessageChanged(event: unknown, receiver: Receiver): Reading<MessageEdited | MessageDeleted> {
  const read = changedSchema.safeParse(event);
  if (!read.success) return surprising('malformed message_changed event');
  const { channel, message, previous_message: before } = read.data;
  const changedAt = read.data.event_ts ?? read.data.ts;
  if (message.subtype === TOMBSTONE) return deleted(channel, message.ts, before, changedAt, receiver);
  if (!isEdit(message, before)) return skipped('message shown anew, not edited');
  const said = readMessage(message, channel, receiver);
  if (said.kind === 'post-seen' || said.kind === 'file-seen') return skipped('edit of a post of ours');
  if (said.kind === 'skipped') return said;
  return editedAt(changedAt, said, message, receiver);
}

/**
 * What somebody wrote, as the edit that it may be for us. A history tells the whole second of an edit alone, which is
 * never later than its event: of the two the event's is the newer word.
 */
export const readEdit = (said: MessageSaid, message: SlackMessage, receiver: Receiver): MessageEdited | undefined =>
  message.edited ? editedAt(message.edited.ts, said, message, receiver) : undefined;

const editedAt = (at: string, said: MessageSaid, message: SlackMessage, receiver: Receiver): MessageEdited => ({
  ...happened(said.channelId, message.ts, at, receiver, 'edited'),
  kind: 'message-edited',
  said,
  revision: microsecondsOf(at),
});

/** A `message_deleted` event (docs.slack.dev/reference/events/message/message_deleted). */
export function readMessageDeleted(event: unknown, receiver: Receiver): Reading<MessageDeleted> {
  const read = deletedSchema.safeParse(event);
  if (!read.success) return surprising('malformed message_deleted event');
  const { channel, deleted_ts: ts, previous_message: before, ts: happenedAt, event_ts } = read.data;
  return deleted(channel, ts, before, event_ts ?? happenedAt, receiver);
}

/**
 * Slack tells of a message anew when it previews a link in it, when its thread has a new reply, when somebody follows
 * it: only new words, a new time of editing, or a file less make an edit.
 */
function isEdit(message: SlackMessage, before: SlackMessage | null | undefined): boolean {
  if (!before) return Boolean(message.edited);
  if (message.edited?.ts !== before.edited?.ts || !isDeepStrictEqual(readRichText(message), readRichText(before))) {
    return true;
  }
  return !isDeepStrictEqual(fileIds(message), fileIds(before));
}

/** One that is deleted leaves a tombstone; what Slack learns of the others (their pictures) makes no edit. */
const fileIds = (message: SlackMessage): string[] => readFiles(message).map(({ nativeId }) => nativeId);

function deleted(
  channel: string,
  ts: string,
  before: SlackMessage | null | undefined,
  deletedAt: string,
  receiver: Receiver,
): Reading<MessageDeleted> {
  if (before?.bot_id || (before?.user && before.user === receiver.botUserId))
    return skipped('a post of a bot, deleted');
  return {
    ...happened(channel, ts, deletedAt, receiver, 'deleted'),
    kind: 'message-deleted',
    saidKey: saidKey(channel, ts),
    messageId: ts,
    ...(before?.thread_ts && before.thread_ts !== ts && { threadId: before.thread_ts }),
    revision: microsecondsOf(deletedAt),
  };
}

const happened = (channelId: string, ts: string, at: string, { workspaceId }: Receiver, what: string) => ({
  key: `${SLACK}:${channelId}:${ts}:${what}:${at}`,
  platform: SLACK,
  workspaceId,
  channelId,
  at: dateOf(at),
});
