import { z } from 'zod';
import type {
  FileSeen,
  MessageDeleted,
  MessageEdited,
  MessageSaid,
  PostSeen,
  UnknownEvent,
} from '../../../src/chat/inbound-event.ts';
import type { Receiver } from './event-envelope.ts';
import { MESSAGE_SUBTYPES, type SubtypeMeaning } from './message-subtypes.ts';
import { readMessageChanged, readMessageDeleted } from './read-change.ts';
import { messageSchema, readMessage } from './read-message.ts';
import { skipped, surprising, unknown, type Reading } from '../../../src/chat/reading.ts';
import { SLACK } from '../slack-config.ts';

const messageEvent = messageSchema.extend({ channel: z.string().min(1) });

type MessageHappened = MessageSaid | MessageEdited | MessageDeleted | PostSeen | FileSeen | UnknownEvent;

/** A `message` event as what happened: someone spoke, changed or took back what they had said, or saw a post of ours. */
export function readMessageEvent(event: unknown, receiver: Receiver): Reading<MessageHappened> {
  switch (meaningOf(event)) {
    case undefined:
      return readUnknown(subtypeOf(event));
    case 'notice':
      return skipped(`message subtype ${String(subtypeOf(event))}`);
    case 'changed':
      return readMessageChanged(event, receiver);
    case 'deleted':
      return readMessageDeleted(event, receiver);
    case 'said':
    case 'bot':
      return readPlainMessage(event, receiver);
  }
}

function readPlainMessage(event: unknown, receiver: Receiver): Reading<MessageSaid | PostSeen | FileSeen> {
  const message = messageEvent.safeParse(event);
  if (!message.success) return surprising('malformed message event');
  return readMessage(message.data, message.data.channel, receiver);
}

const readUnknown = (subtype: unknown) =>
  typeof subtype === 'string' ? unknown(SLACK, `message/${subtype}`) : surprising('malformed message event');

const subtypeOf = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'subtype' in message ? message.subtype : undefined;

function meaningOf(message: unknown): SubtypeMeaning | undefined {
  const subtype = subtypeOf(message) ?? '';
  if (subtype === '') return 'said';
  return typeof subtype === 'string' ? MESSAGE_SUBTYPES.get(subtype) : undefined;
}
