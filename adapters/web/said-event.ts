import type { Entry } from '../../src/chat/history.ts';
import {
  positionOf,
  type ChannelFound,
  type ChannelLost,
  type MessageDeleted,
  type MessageEdited,
  type MessageSaid,
  type ReactionAdded,
  type ReactionRemoved,
} from '../../src/chat/inbound-event.ts';
import type { RichText } from '../../src/chat/rich-text.ts';
import { WEB, webAddress } from './web-address.ts';

export interface SaidInBrowser {
  readonly channelId: string;
  readonly messageId: string;
  readonly threadId: string | null;
  readonly userId: string;
  readonly text: RichText;
  readonly at: Date;
}

/** What somebody said in a browser, in the core's words. */
export function saidEvent({ channelId, messageId, threadId, userId, text, at }: SaidInBrowser): MessageSaid {
  return {
    ...webAddress(channelId, threadId),
    kind: 'message-said',
    key: `${WEB}:${channelId}:${messageId}`,
    messageId,
    userId,
    text,
    mentionsBot: false,
    position: positionOf(at),
    at,
  };
}

interface ChangedInBrowser {
  readonly channelId: string;
  readonly messageId: string;
  readonly threadId: string | null;
  readonly userId: string;
  readonly clientId: string;
  readonly at: Date;
  /** Microseconds since 1970, each greater than the one before. */
  readonly revision: number;
}

/** Somebody changed what they had said. */
export function editedEvent(changed: ChangedInBrowser, before: MessageSaid, text: RichText): MessageEdited {
  return { ...happened(changed, 'edited'), kind: 'message-edited', said: { ...before, text } };
}

/** Somebody took back what they had said. */
export function deletedEvent(changed: ChangedInBrowser, before: MessageSaid): MessageDeleted {
  const { messageId } = changed;
  return { ...happened(changed, 'deleted'), kind: 'message-deleted', messageId, saidKey: before.key };
}

/** Somebody put an emoji on a message, or took it off. */
export function reactionEvent(
  changed: ChangedInBrowser,
  emoji: string,
  isOn: boolean,
): ReactionAdded | ReactionRemoved {
  const { messageId, userId } = changed;
  const kind = isOn ? 'reaction-added' : 'reaction-removed';
  return { ...happened(changed, kind), kind, messageId, userId, emoji };
}

/** Switchboard was removed from a channel, or invited into it once more. */
export const reachEvent = (channelId: string, isRemoved: boolean, at: Date): ChannelLost | ChannelFound => ({
  ...webAddress(channelId),
  ...(isRemoved ? { kind: 'channel-lost' } : { kind: 'channel-found', wasInvited: true }),
  key: `${WEB}:${channelId}:${isRemoved ? 'lost' : 'found'}:${at.getTime()}`,
  at,
});

const happened = ({ channelId, threadId, userId, clientId, at, revision }: ChangedInBrowser, what: string) => ({
  ...webAddress(channelId, threadId),
  key: `${WEB}:${channelId}:${what}:${userId}.${clientId}`,
  at,
  revision,
});

/** Null for what the product posted itself. */
export function toMessageSaid({ author, content, postedAt, ...entry }: Entry): MessageSaid | null {
  if (author.kind !== 'person' || content.kind !== 'text') return null;
  return saidEvent({ ...entry, userId: author.userId, text: content.text, at: postedAt });
}
