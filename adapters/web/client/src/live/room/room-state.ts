import type { ShownMessage, ToClient } from '../../../../live/live-protocol.ts';
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
      };
    case 'user_joined':
      return { ...state, here: [...othersThan(state.here, news.userId), news] };
    case 'user_left':
      return { ...state, here: othersThan(state.here, news.userId) };
    case 'error':
      return {
        ...state,
        unsent: state.unsent.map((one) => (isAbout(news, one) ? { ...one, reason: news.message } : one)),
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

const isAbout = (news: { readonly clientId?: string }, { clientId }: Unsent): boolean => news.clientId === clientId;
