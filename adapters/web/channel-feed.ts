import type { Entry, History } from '../../src/chat/history.ts';
import { messageOf } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';
import { createLookout } from './lookout.ts';

/** Somebody who looks at some channels. */
interface Watch {
  /** The version of each channel that was sent last. */
  readonly seen: Map<string, number>;
  /** Resolves when the entries are on their way; the next come after that. */
  readonly send: (channelId: string, entries: readonly Entry[]) => Promise<void>;
  isSending: boolean;
}

export interface ChannelFeed {
  /** @returns ends it */
  watch(seen: ReadonlyMap<string, number>, send: Watch['send']): () => void;
  /** Looks now: something has changed here. Changes that other replicas make are seen by the clock. */
  wake(): void;
  stop(): void;
}

/** How soon what another replica wrote is seen, in ms. */
const LOOK_EVERY_MS = 200;
/** Entries that are read and sent at once. */
const AT_ONCE = 200;

/** Brings what changes in channels to those who look at them, each change once and in order. */
export function createChannelFeed(history: History, log: Log): ChannelFeed {
  const watches = new Set<Watch>();
  const bringNews = async (): Promise<void> => {
    const channels = new Set([...watches].flatMap(({ seen }) => [...seen.keys()]));
    const versions = await history.readVersions([...channels]);
    // Whoever takes their news slowly holds up nobody else.
    for (const watch of watches) void bring(watch, versions);
  };

  const bring = async (watch: Watch, versions: ReadonlyMap<string, number>): Promise<void> => {
    const behind = [...watch.seen].filter(([channelId, seen]) => (versions.get(channelId) ?? 0) > seen);
    if (watch.isSending || behind.length === 0) return;
    watch.isSending = true;
    try {
      for (const [channelId] of behind) await bringChannel(watch, channelId, versions.get(channelId) ?? 0);
    } catch (error) {
      if (watches.has(watch)) log.warn({ err: messageOf(error) }, 'news did not reach a page; trying again');
      // By the clock: what fails at once would otherwise be tried without a pause.
      return;
    } finally {
      watch.isSending = false;
    }
    // What came meanwhile, and what one reading did not hold.
    lookout.wake();
  };

  /** @param version the channel's, read before its entries */
  const bringChannel = async (watch: Watch, channelId: string, version: number): Promise<void> => {
    const entries = await history.readSince(channelId, watch.seen.get(channelId) ?? 0, AT_ONCE);
    if (!watches.has(watch)) return;
    const last = entries.at(-1);
    if (last) await watch.send(channelId, entries);
    // A version without an entry of its own is seen as well: it would be looked for again and again.
    watch.seen.set(channelId, last?.version ?? version);
  };

  const lookout = createLookout(log, 'cannot read what is new in browser channels', LOOK_EVERY_MS, bringNews);

  return {
    watch(seen, send) {
      const watch: Watch = { seen: new Map(seen), send, isSending: false };
      watches.add(watch);
      lookout.begin();
      lookout.wake();
      return () => {
        watches.delete(watch);
        if (watches.size === 0) lookout.end();
      };
    },
    wake: () => lookout.wake(),
    stop() {
      watches.clear();
      lookout.end();
    },
  };
}
