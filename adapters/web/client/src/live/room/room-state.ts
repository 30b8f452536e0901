import type { ShownMessage, ToClient } from '../../../../live/live-protocol.ts';
import type { Change } from './change.ts';
import type { Unsent } from './unsent.ts';

/** Somebody whose page shows the same ticket. */
export interface Present {
  readonly userId: string;
  readonly userName: string;
}

export interface RoomState {
  /** `away`: there was no connection when it was last tried. */
  readonly status: 'connecting' | 'live' | 'away';
  /** What the sender is called in one's own messages. */
  readonly me: string | null;
  /** In the order of their numbers, each once. */
  readonly messages: readonly ShownMessage[];
  /** The last change that was seen. */
  readonly version: number;
  readonly unsent: readonly Unsent[];
  /** What is to be done with messages that stand there, in the order in which it was asked for. */
  readonly changes: readonly Change[];
  /** The others. */
  readonly here: readonly Present[];
  /** Whether all that was ever said has been asked for. */
  readonly isWhole: boolean;
}

/** What a page knows after it has heard some news. */
export function withNews(state: RoomState, news: ToClient): RoomState {
  switch (news.type) {
    case 'connection_established':
      return { ...state, me: news.userId };
    case 'recent_messages':
    case 'chat_message':
      return withMessages({ ...state, status: 'live' }, messagesIn(news));
    case 'message_deleted':
      return {
        ...state,
        messages: state.messages.filter(({ number }) => number !== news.number),
        version: Math.max(state.version, news.version),
        unsent: without(state.unsent, news.clientId),
        changes: state.changes.filter(({ frame }) => frame.number !== news.number),
      };
    case 'change_taken':
      return { ...state, changes: without(state.changes, news.clientId) };
    case 'user_joined':
      return { ...state, here: [...othersThan(state.here, news.userId), news] };
    case 'user_left':
      return { ...state, here: othersThan(state.here, news.userId) };
    case 'error':
      return {
        ...state,
        unsent: state.unsent.map((one) => refusedBy(news, one)),
        changes: state.changes.map((one) => refusedBy(news, one)),
      };
    case 'typing_indicator':
      return state;
  }
}

export function messagesIn(news: ToClient): readonly ShownMessage[] {
  if (news.type === 'recent_messages') return news.messages;
  return news.type === 'chat_message' ? [news.message] : [];
}

/** What has come back is on its way no longer. */
function withMessages(state: RoomState, news: readonly ShownMessage[]): RoomState {
  const byNumber = new Map([...state.messages, ...news].map((message) => [message.number, message]));
  const come = new Set(news.map(({ clientId }) => clientId));
  return {
    ...state,
    version: Math.max(state.version, ...news.map(({ version }) => version)),
    messages: [...byNumber.values()].sort((one, other) => one.number - other.number),
    unsent: state.unsent.filter(({ clientId }) => !come.has(clientId)),
  };
}

const othersThan = (people: readonly Present[], userId: string): Present[] =>
  people.filter((one) => one.userId !== userId);

interface Sent {
  readonly clientId: string;
}

export const without = <One extends Sent>(sent: readonly One[], clientId: string | undefined): readonly One[] =>
  sent.filter((one) => one.clientId !== clientId);

const refusedBy = <One extends Sent>(error: Extract<ToClient, { type: 'error' }>, one: One): One =>
  error.clientId === one.clientId ? { ...one, reason: error.message } : one;
