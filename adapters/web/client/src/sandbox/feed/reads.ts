import { createContext } from 'react';
import type { WireEntry } from '../../../../wire.ts';

/** How far each place has been read: a channel, or a thread at the desk. */
export interface Reads {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => ReadonlyMap<string, number>;
  mark(place: string, number: number): void;
}

export function createReads(): Reads {
  const listeners = new Set<() => void>();
  let marks: ReadonlyMap<string, number> = new Map();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: () => marks,
    mark(place, number) {
      if ((marks.get(place) ?? 0) >= number) return;
      marks = new Map(marks).set(place, number);
      for (const listener of listeners) listener();
    },
  };
}

export const ReadsContext = createContext<Reads | null>(null);

/** Null is the channel itself, where threads begin. */
export const threadPlace = (channelId: string, rootId: string | null): string => `${channelId}/${rootId ?? ''}`;

/** Where an entry is read: threads at the desk are opened one by one, all others lie open in their channel. */
export function placesOf({ channelId, threadId, announce }: WireEntry, deskChannelId: string): string[] {
  if (channelId !== deskChannelId || threadId === null) return [channelId];
  return announce ? [channelId, threadPlace(channelId, threadId)] : [threadPlace(channelId, threadId)];
}
