import { createWriteStream, type WriteStream } from 'node:fs';
import type { LedgerEntry, LedgerQuery } from './ledger-entry.ts';

/** An entry before the ledger gives it its number. */
export type NewEntry = LedgerEntry extends infer Entry
  ? Entry extends LedgerEntry
    ? Omit<Entry, 'seq'>
    : never
  : never;

/** The truth: append-only, kept in memory to be asked and on disk (one JSON object a line) to be read afterwards. */
export class Ledger {
  readonly #entries: LedgerEntry[] = [];
  readonly #file: WriteStream;
  #pending: string[] = [];

  constructor(path: string) {
    this.#file = createWriteStream(path, { flags: 'a' });
  }

  record(entry: NewEntry): void {
    const numbered: LedgerEntry = { seq: this.#entries.length + 1, ...entry };
    this.#entries.push(numbered);
    this.#pending.push(JSON.stringify(numbered));
    if (this.#pending.length === 1) setImmediate(() => this.#write());
  }

  find(query: LedgerQuery): readonly LedgerEntry[] {
    const found = this.#entries.filter((entry) => matches(entry, query));
    return query.last === undefined ? found : found.slice(-query.last);
  }

  /** Resolves when all is on disk; nothing may be recorded afterwards. */
  close(): Promise<void> {
    this.#write();
    return new Promise((resolve) => this.#file.end(() => resolve()));
  }

  #write(): void {
    if (this.#pending.length === 0) return;
    this.#file.write(`${this.#pending.join('\n')}\n`);
    this.#pending = [];
  }
}

function matches(entry: LedgerEntry, query: LedgerQuery): boolean {
  if (query.kind !== undefined && entry.kind !== query.kind) return false;
  if (query.eventId !== undefined && !('eventId' in entry && entry.eventId === query.eventId)) return false;
  if (query.method !== undefined && !('method' in entry && entry.method === query.method)) return false;
  return query.channel === undefined || channelOf(entry) === query.channel;
}

function channelOf(entry: LedgerEntry): unknown {
  switch (entry.kind) {
    case 'call':
      return entry.args['channel'];
    case 'accepted':
      return entry.channel;
    case 'event':
      return entry.event['channel'];
    case 'delivery':
      return undefined;
  }
}
