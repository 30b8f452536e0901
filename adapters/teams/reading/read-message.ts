import {
  positionOf,
  type MessageDeleted,
  type MessageEdited,
  type MessageSaid,
} from '../../../src/chat/inbound-event.ts';
import { skipped, surprising, type Reading } from '../../../src/chat/reading.ts';
import type { TeamsActivity } from '../activity.ts';
import { placeOf } from '../place.ts';
import { keyOf } from './key-of.ts';
import { readFiles } from './read-files.ts';
import { mentionsBot, readWords } from './read-words.ts';

/** A `message` activity: somebody said something where our bot is. */
export function readMessage(activity: TeamsActivity): Reading<MessageSaid> {
  const messageId = activity.id;
  if (messageId === undefined) return surprising('message without an id');
  if (activity.from.id === activity.recipient.id) return skipped('said by our own bot');
  if (isBot(activity.from.id)) return skipped('posted by a bot');
  if (activity.value !== undefined && activity.text === undefined) return skipped('a card’s submit, not words');
  const { files, images, notes } = readFiles(activity);
  const text = [...readWords(activity, images), ...notes];
  const at = saidAt(messageId, activity);
  const place = placeOf(activity);
  const threadAt = place.threadId === undefined ? undefined : timeOf(place.threadId);
  return {
    kind: 'message-said',
    key: saidKey(activity, messageId),
    ...place,
    ...(threadAt && { threadAt }),
    messageId,
    at,
    userId: activity.from.id,
    text,
    ...(files.length > 0 && { files }),
    mentionsBot: mentionsBot(text, activity),
    position: positionOf(at),
  };
}

/**
 * A `messageUpdate` activity: new words (`editMessage`), or the old ones once more (`undeleteMessage`)
 * (learn.microsoft.com/microsoftteams/platform/resources/bot-v3/bot-conversations/bots-conversations).
 */
export function readMessageUpdate(activity: TeamsActivity): Reading<MessageEdited> {
  const said = readMessage(activity);
  if (said.kind === 'skipped') return said;
  return {
    kind: 'message-edited',
    key: changeKey(activity, said.messageId, 'edited'),
    platform: said.platform,
    workspaceId: said.workspaceId,
    channelId: said.channelId,
    at: activity.timestamp,
    said,
    revision: positionOf(activity.timestamp),
  };
}

/** A `messageDelete` activity: what was said is taken away, for now (`softDeleteMessage`). */
export function readMessageDelete(activity: TeamsActivity): Reading<MessageDeleted> {
  const messageId = activity.id;
  if (messageId === undefined) return surprising('deletion without an id');
  if (isBot(activity.from.id)) return skipped('a post of a bot, deleted');
  return {
    kind: 'message-deleted',
    key: changeKey(activity, messageId, 'deleted'),
    saidKey: saidKey(activity, messageId),
    ...placeOf(activity),
    messageId,
    at: activity.timestamp,
    revision: positionOf(activity.timestamp),
  };
}

const saidKey = (activity: TeamsActivity, messageId: string): string =>
  keyOf(placeOf(activity).channelId, messageId, 'said');

const changeKey = (activity: TeamsActivity, messageId: string, what: string): string =>
  keyOf(placeOf(activity).channelId, messageId, what, activity.timestamp.toISOString());

const MILLISECONDS = /^1\d{12}$/;

/** A message's id is the time at which it was said; its activity bears the time of an edit once there is one. */
const saidAt = (messageId: string, { timestamp }: TeamsActivity): Date => timeOf(messageId) ?? timestamp;

const timeOf = (messageId: string): Date | undefined =>
  MILLISECONDS.test(messageId) ? new Date(Number(messageId)) : undefined;

/** People are `29:…`, bots `28:…`. */
const isBot = (id: string): boolean => id.startsWith('28:');
