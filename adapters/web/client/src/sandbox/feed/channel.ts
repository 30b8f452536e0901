import type { WireEntry } from '../../../../wire.ts';

export interface Channel {
  /** The last change that was seen. */
  readonly version: number;
  /** In the order of their places. */
  readonly entries: readonly WireEntry[];
}

/** An entry that changed comes again, with a higher version. */
export function mergeNews({ version, entries }: Channel, news: readonly WireEntry[]): Channel {
  const byId = new Map(entries.map((entry) => [entry.messageId, entry]));
  for (const entry of news) {
    const known = byId.get(entry.messageId);
    if (!known || known.version < entry.version) byId.set(entry.messageId, entry);
  }
  return {
    version: Math.max(version, ...news.map((entry) => entry.version)),
    entries: [...byId.values()].sort((one, other) => one.number - other.number),
  };
}
