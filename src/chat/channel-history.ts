import type { MessageEdited, MessageSaid, ReactionAdded } from './inbound-event.ts';

/** What a history can tell of: what was taken away since stands in it no more. */
export type PastEvent = MessageSaid | MessageEdited | ReactionAdded;

/** What of a channel's history is asked for. */
export interface HistoryWanted {
  /** From when on. What was said earlier is told only where it was edited since, in a thread that is read anyway. */
  readonly since: Date;
  /** Threads in which something may have been said since then, by the native ids of their first messages; with the first page. */
  readonly threads: readonly string[];
}

/** One request's worth of a history. */
export interface HistoryPage {
  /** The same events, with the same keys, as their arrivals would have been; in no order. */
  readonly events: readonly PastEvent[];
  /** Where to read on; absent when nothing is left. */
  readonly next?: string;
}
