import type { WireEntry, WireNews, WireWatch } from '../../../wire.ts';
import { pauseMs } from '../server/ask.ts';
import { mergeNews, type Channel } from './channel.ts';

export interface FeedState {
  /** `away`: there was no connection when it was last tried. */
  readonly status: 'connecting' | 'live' | 'away';
  readonly channels: ReadonlyMap<string, Channel>;
}

export interface Feed {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => FeedState;
  /** From now on it brings what happens in these channels, and forgets all others. */
  watch(channelIds: readonly string[]): void;
}

/** What stands in the channels that are watched, kept up to date over a socket that is opened again when it breaks. */
export function createFeed(url: string, onNews: () => void): Feed {
  const listeners = new Set<() => void>();
  let state: FeedState = { status: 'connecting', channels: new Map() };
  let socket: WebSocket | undefined;
  let tries = 0;

  const change = (changed: Partial<FeedState>): void => {
    state = { ...state, ...changed };
    for (const listener of listeners) listener();
  };

  const sendWatch = (): void => {
    if (socket?.readyState !== WebSocket.OPEN || state.channels.size === 0) return;
    const channels = Object.fromEntries([...state.channels].map(([id, { version }]) => [id, version]));
    socket.send(JSON.stringify({ kind: 'watch', channels } satisfies WireWatch));
  };

  const take = (channelId: string, entries: readonly WireEntry[]): void => {
    const known = state.channels.get(channelId);
    if (!known) return;
    change({ channels: new Map(state.channels).set(channelId, mergeNews(known, entries)) });
    onNews();
  };

  const connect = (): void => {
    const opened = new WebSocket(url);
    socket = opened;
    opened.onopen = () => {
      tries = 0;
      change({ status: 'live' });
      sendWatch();
      onNews();
    };
    opened.onmessage = ({ data }) => {
      const news = JSON.parse(String(data)) as WireNews;
      if (news.kind === 'entries') take(news.channelId, news.entries);
      else if (news.kind === 'error') console.error(news.message);
    };
    // Also after an error.
    opened.onclose = () => {
      change({ status: 'away' });
      setTimeout(connect, pauseMs(tries++));
    };
  };

  connect();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: () => state,
    watch(channelIds) {
      const { channels } = state;
      if (channelIds.length === channels.size && channelIds.every((id) => channels.has(id))) return;
      change({ channels: new Map(channelIds.map((id) => [id, channels.get(id) ?? { version: 0, entries: [] }])) });
      sendWatch();
    },
  };
}
