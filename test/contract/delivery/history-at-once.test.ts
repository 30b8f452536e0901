import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import type { Entry, History } from '../../../src/chat/history.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { keepSaid } from '../../../src/delivery/history/keep-entry.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { waitFor } from '../../support/wait-for.ts';
import { aPost, at, aWord, openHistory, somethingSaid, type HistoryWorld } from './history-world.ts';

/** Writers on both replicas. */
const WRITERS = 4;
const EACH = 12;

/** Reads as a page does: what came after the version that it saw last. */
class Reader {
  readonly seen: Entry[] = [];
  #isOver = false;
  readonly #ended: Promise<void>;

  constructor(
    private readonly history: History,
    private readonly channelId: string,
  ) {
    this.#ended = this.#follow();
  }

  get version(): number {
    return this.seen.at(-1)?.version ?? 0;
  }

  async #follow(): Promise<void> {
    while (!this.#isOver) {
      this.seen.push(...(await this.history.readSince(this.channelId, this.version, 3)));
      // The embedded database answers at once: others must have their turn, too.
      await setImmediate();
    }
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#ended;
  }
}

onEachDatabase((database) => {
  let world: HistoryWorld;

  beforeAll(async () => {
    world = await openHistory(database);
  });
  afterAll(() => world.close());

  const replica = (index: number) => world.histories[index % 2]!;
  const times = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));

  test('the same key at once makes one entry, and all are told where it stands', async () => {
    for (const key of times(8, aWord)) {
      const channel = aWord();
      const refs = await Promise.all(times(6, (index) => replica(index).post(aPost(at(channel), key))));
      const entries = await replica(0).readSince(channel, 0, 100);
      expect(entries).toHaveLength(1);
      expect(new Set(refs.map(({ messageId }) => messageId))).toEqual(new Set([entries[0]!.messageId]));
    }
  });

  test('the same words at once are kept once', async () => {
    const channel = aWord();
    await Promise.all(
      times(6, () => world.storage.unit((unit) => keepSaid(unit, somethingSaid(channel, 'm1', 'hello')))),
    );
    expect(await replica(0).readSince(channel, 0, 100)).toHaveLength(1);
  });

  test('while many write on both replicas, a reader sees every entry once, in the order of versions', async () => {
    const channel = aWord();
    const readers = [new Reader(replica(0), channel), new Reader(replica(1), channel)];
    const keys = times(WRITERS, () => times(EACH, aWord));
    await Promise.all(
      keys.map(async (own, writer) => {
        for (const key of own) await replica(writer).post(aPost(at(channel), key));
      }),
    );
    const last = (await replica(0).readVersions([channel])).get(channel)!;
    for (const reader of readers) {
      await waitFor(() => reader.version >= last, { what: 'the reader to see the last version' });
      await reader.end();
      const versions = reader.seen.map(({ version }) => version);
      expect(versions).toEqual(times(WRITERS * EACH, (index) => index + 1));
      expect(new Set(reader.seen.map(({ messageId }) => messageId)).size).toBe(WRITERS * EACH);
    }
  });

  test('while many change what stands there, a reader ends with the last of each, and never goes back', async () => {
    const channel = aWord();
    const refs = await Promise.all(times(3, () => replica(0).post(aPost(at(channel), aWord()))));
    const reader = new Reader(replica(1), channel);
    await Promise.all(
      refs.map(async (ref, writer) => {
        for (const change of times(EACH, (index) => `change ${index}`)) {
          await replica(writer).edit(ref, { kind: 'text', text: plain(change) });
        }
      }),
    );
    const last = (await replica(0).readVersions([channel])).get(channel)!;
    expect(last).toBe(3 + 3 * EACH);
    await waitFor(() => reader.version >= last, { what: 'the reader to see the last version' });
    await reader.end();
    const versions = reader.seen.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    for (const { messageId } of refs) {
      const seen = reader.seen.filter((entry) => entry.messageId === messageId);
      expect(seen.at(-1)).toMatchObject({ content: { text: plain(`change ${EACH - 1}`) } });
    }
  });

  test('a writer that takes its time holds up its own channel alone', async () => {
    const [slow, other] = [aWord(), aWord()];
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const writing = world.storage.unit(async (unit) => {
      await keepSaid(unit, somethingSaid(slow, 'm1'));
      if (database.name === 'mariadb') await held;
    });
    const late = replica(1).post(aPost(at(slow), aWord()));
    await replica(1).post(aPost(at(other), aWord()));
    expect(await replica(1).readSince(other, 0, 9)).toHaveLength(1);
    goOn();
    await Promise.all([writing, late]);
    const order = (await replica(0).readSince(slow, 0, 9)).map(({ version }) => version);
    expect(order).toEqual([1, 2]);
  });
});
