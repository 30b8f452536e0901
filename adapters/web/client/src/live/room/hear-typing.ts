import type { ToClient } from '../../../../live/live-protocol.ts';
import type { Typists } from '../../typing/typists.ts';
import { messagesIn } from './room-state.ts';

/** The only place in which anybody in a room types. */
export const HERE = '';

/** Who has sent something, or left, types no more. */
export function hearTyping(typists: Typists, news: ToClient): void {
  const forget = (id: string) => typists.forget(HERE, ({ userId }) => userId === id);
  if (news.type === 'typing_indicator') {
    typists.hear(HERE, { userId: news.userId, name: news.userName }, news.isTyping);
  }
  if (news.type === 'user_left') forget(news.userId);
  for (const { senderId } of messagesIn(news)) forget(senderId);
}
