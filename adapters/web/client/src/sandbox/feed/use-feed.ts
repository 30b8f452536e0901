import { createContext, use, useSyncExternalStore } from 'react';
import type { WireEntry } from '../../../../wire.ts';
import type { Typist } from '../../typing/typists.ts';
import { useTypists } from '../../typing/use-typists.ts';
import type { Feed, FeedState } from './feed.ts';
import { threadPlace } from './reads.ts';

export const FeedContext = createContext<Feed | null>(null);

export function useFeed(): Feed {
  const feed = use(FeedContext);
  if (!feed) throw new Error('There is no feed above this component.');
  return feed;
}

export function useFeedStatus(): FeedState['status'] {
  const feed = useFeed();
  return useSyncExternalStore(feed.subscribe, () => feed.read().status);
}

const NONE: readonly WireEntry[] = [];

/** What stands in a channel, as far as it has come. */
export function useEntries(channelId: string): readonly WireEntry[] {
  const feed = useFeed();
  return useSyncExternalStore(feed.subscribe, () => feed.read().channels.get(channelId)?.entries ?? NONE);
}

/** What stands in all channels that are watched. */
export function useChannels(): FeedState['channels'] {
  const feed = useFeed();
  return useSyncExternalStore(feed.subscribe, () => feed.read().channels);
}

/** Who writes what will arrive in a thread. */
export const useTypistsIn = (channelId: string, rootId: string): readonly Typist[] =>
  useTypists(useFeed().typists, threadPlace(channelId, rootId));
