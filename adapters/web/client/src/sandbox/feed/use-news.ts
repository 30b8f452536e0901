import { use, useEffect, useSyncExternalStore } from 'react';
import type { WireEntry } from '../../../../wire.ts';
import { placesOf, ReadsContext, type Reads } from './reads.ts';
import { useChannels } from './use-feed.ts';

/** What was said before the page was opened is no news. */
const openedAt = Date.now();

function useReads(): Reads {
  const reads = use(ReadsContext);
  if (!reads) throw new Error('There are no reads above this component.');
  return reads;
}

/** The places in which something has come that was not looked at. */
export function useNews(deskChannelId: string): ReadonlySet<string> {
  const reads = useReads();
  const marks = useSyncExternalStore(reads.subscribe, reads.read);
  const entries = [...useChannels().values()].flatMap((channel) => channel.entries);
  const recent = entries.filter(({ postedAt }) => Date.parse(postedAt) > openedAt);
  return new Set(
    recent.flatMap((entry) => placesOf(entry, deskChannelId).filter((place) => entry.number > (marks.get(place) ?? 0))),
  );
}

/** Whoever sees these has read the place up to them. */
export function useMarkRead(place: string, shown: readonly WireEntry[]): void {
  const reads = useReads();
  const last = Math.max(0, ...shown.map(({ number }) => number).filter(Number.isFinite));
  useEffect(() => reads.mark(place, last), [reads, place, last]);
}
