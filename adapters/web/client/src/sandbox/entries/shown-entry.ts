import { plain } from '../../../../../../src/chat/rich-text.ts';
import type { WireEntry } from '../../../../wire.ts';
import type { Said } from '../outbox/use-said.ts';

/** An entry, or what is to become one. */
export interface ShownEntry extends WireEntry {
  /** Only until the feed brings it. */
  readonly said?: Said;
}

export interface Thread {
  readonly root: ShownEntry;
  readonly replies: readonly ShownEntry[];
}

/**
 * What has come, then what is on its way; what is meant for another's eyes left out. Of what was removed the place is
 * left where a thread hangs on it.
 */
export function withSaid(
  entries: readonly WireEntry[],
  said: readonly Said[],
  reader: string,
  nameOf: (userId: string) => string,
): ShownEntry[] {
  const known = new Set(entries.map(({ messageId }) => messageId));
  const hasReplies = new Set(entries.filter(({ isRemoved }) => !isRemoved).map(({ threadId }) => threadId));
  const seen = entries.filter(
    ({ visibleTo, isRemoved, messageId }) =>
      (visibleTo === null || visibleTo === reader) && (!isRemoved || hasReplies.has(messageId)),
  );
  const coming = said.map((one) => toEntry(one, nameOf(one.say.userId)));
  return [...seen, ...coming.filter(({ messageId }) => !known.has(messageId))];
}

/** A message has the id that the server will give it. */
function toEntry(said: Said, name: string): ShownEntry {
  const { userId, channelId, threadId, clientId, text } = said.say;
  return {
    channelId,
    messageId: `${userId}.${clientId}`,
    threadId,
    number: Infinity,
    version: 0,
    author: { kind: 'person', userId, name },
    // As it was typed: what is markup in it, the server says.
    content: { kind: 'text', text: plain(text) },
    announce: false,
    visibleTo: null,
    saidAt: null,
    postedAt: said.at,
    isEdited: false,
    isRemoved: false,
    reactions: [],
    said,
  };
}

/** Replies under what they reply to. One whose root is not there stands alone. */
export function toThreads(entries: readonly ShownEntry[]): Thread[] {
  const ids = new Set(entries.map(({ messageId }) => messageId));
  const isRoot = ({ threadId }: ShownEntry) => threadId === null || !ids.has(threadId);
  return entries
    .filter(isRoot)
    .map((root) => ({ root, replies: entries.filter((entry) => !isRoot(entry) && entry.threadId === root.messageId) }));
}
