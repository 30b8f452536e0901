import type { Entry } from '../../src/chat/history.ts';
import { positionOf, type MessageSaid } from '../../src/chat/inbound-event.ts';
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

/** Null for what the product posted itself. */
export function toMessageSaid({ author, content, postedAt, ...entry }: Entry): MessageSaid | null {
  if (author.kind !== 'person' || content.kind !== 'text') return null;
  return saidEvent({ ...entry, userId: author.userId, text: content.text, at: postedAt });
}
