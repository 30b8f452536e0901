import type { TypingChanged } from '../../../src/chat/inbound-event.ts';
import { skipped, type Reading } from '../../../src/chat/reading.ts';
import type { TeamsActivity } from '../activity.ts';
import { placeOf } from '../place.ts';

/** Somebody writes. Teams tells it of chats alone, every few seconds, and never that they have stopped. */
export function readTyping(activity: TeamsActivity): Reading<TypingChanged> {
  const { threadId, ...place } = placeOf(activity);
  if (threadId === undefined) return skipped('somebody writes, and in which thread is not told');
  const { from, timestamp: at } = activity;
  return { kind: 'typing-changed', ...place, threadId, userId: from.id, isTyping: true, at };
}
