import type { WireEntry, WireNews, WireTyping, WireWatch } from '../../../../wire.ts';
import { pauseMs } from '../../server/ask.ts';
import { createTypists, type Typists } from '../../typing/typists.ts';
import { nameOf } from '../entries/author.ts';
import { mergeNews, type Channel } from './channel.ts';
import { threadPlace } from './reads.ts';

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
  /** Who writes in which thread, see `threadPlace`. */
  readonly typists: Typists;
  /** Lost while there is no connection: by the time there is one, it is no longer true. */
  tellTyping(typing: Omit<WireTyping, 'kind'>): void;
}

/** Whoever goes on writing is heard of again well within this. */
const TYPING_LAPSES_MS = 6_000;

/** What stands in the channels that are watched, kept up to date over a socket that is opened again when it breaks. */
export function createFeed(url: string, onNews: () => void): Feed {
  const listeners = new Set<() => void>();
  const typists = createTypists(TYPING_LAPSES_MS);
  let state: FeedState = { status: 'connecting', channels: new Map() };
  let socket: WebSocket | undefined;
  let tries = 0;

  const change = (changed: Partial<FeedState>): void => {
    state = { ...state, ...changed };
    for (const listener of listeners) listener();
  };

  const send = (sent: WireWatch | WireTyping): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(sent));
  };

  const sendWatch = (): void => {
    if (state.channels.size === 0) return;
    send({
      kind: 'watch',
      channels: Object.fromEntries([...state.channels].map(([id, { version }]) => [id, version])),
    });
  };

  const take = (channelId: string, entries: readonly WireEntry[]): void => {
    const known = state.channels.get(channelId);
    if (!known) return;
    change({ channels: new Map(state.channels).set(channelId, mergeNews(known, entries)) });
    for (const { threadId, author } of entries) {
      const [writer] = nameOf(author).split(' · ');
      typists.forget(threadPlace(channelId, threadId), ({ name }) => name === writer);
    }
    onNews();
  };

  const hear = (news: WireNews): void => {
    switch (news.kind) {
      case 'entries':
        take(news.channelId, news.entries);
        break;
      case 'typing':
        typists.hear(threadPlace(news.channelId, news.threadId), news, news.isTyping);
        break;
      case 'error':
        console.error(news.message);
    }
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
      hear(JSON.parse(String(data)) as WireNews);
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
    typists,
    tellTyping: (typing) => send({ kind: 'typing', ...typing }),
  };
}
