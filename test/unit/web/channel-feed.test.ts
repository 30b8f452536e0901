import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createChannelFeed, type ChannelFeed } from '../../../adapters/web/channel-feed.ts';
import type { Entry, History } from '../../../src/chat/history.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { createLog } from '../../../src/log.ts';
import { waitFor } from '../../support/wait-for.ts';

/** A turn of everything that happens without a pause. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A history in memory: only what a feed asks of it. */
class Memory {
  readonly versions = new Map<string, number>();
  readonly entries: Entry[] = [];
  looks = 0;
  failing: 'readVersions' | 'readSince' | undefined;

  say(channelId: string, count = 1): void {
    for (let said = 0; said < count; said += 1) {
      const version = (this.versions.get(channelId) ?? 0) + 1;
      this.versions.set(channelId, version);
      this.entries.push({
        channelId,
        messageId: `m${version}`,
        threadId: null,
        number: version,
        version,
        author: { kind: 'person', userId: 'maria' },
        content: { kind: 'text', text: plain(`words ${version}`) },
        announce: false,
        visibleTo: null,
        saidAt: null,
        postedAt: new Date('2026-03-02T09:00:00.000Z'),
        isEdited: false,
        isRemoved: false,
        reactions: [],
      });
    }
  }

  readonly history: Pick<History, 'readSince' | 'readVersions'> = {
    readVersions: async (channelIds) => {
      this.looks += 1;
      await settle();
      if (this.failing === 'readVersions') throw new Error('The database is away.');
      return new Map([...this.versions].filter(([channelId]) => channelIds.includes(channelId)));
    },
    readSince: async (channelId, version, limit) => {
      await settle();
      if (this.failing === 'readSince') throw new Error('The database is away.');
      const since = this.entries.filter((entry) => entry.channelId === channelId && entry.version > version);
      return since.slice(0, limit);
    },
  };
}

let memory: Memory;
let feed: ChannelFeed;

beforeEach(() => {
  memory = new Memory();
  feed = createChannelFeed(memory.history as History, createLog('silent'));
});
afterEach(() => feed.stop());

/** Somebody who looks at channels, and what they were sent. */
const watch = (seen: Readonly<Record<string, number>>, slowly: () => Promise<void> = () => Promise.resolve()) => {
  const versions: number[] = [];
  const sizes: number[] = [];
  const end = feed.watch(new Map(Object.entries(seen)), async (_, entries) => {
    await slowly();
    versions.push(...entries.map(({ version }) => version));
    sizes.push(entries.length);
  });
  return { versions, sizes, end };
};
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

test('brings what came after the version that was seen, and then what comes', async () => {
  memory.say('one', 5);
  const page = watch({ one: 3 });
  await waitFor(() => page.versions.length === 2);
  memory.say('one');
  feed.wake();
  await waitFor(() => page.versions.length === 3);
  expect(page.versions).toEqual([4, 5, 6]);
});

test('sees by the clock what another replica wrote', async () => {
  const page = watch({ one: 0 });
  await settle();
  memory.say('one');
  await waitFor(() => page.versions.length === 1);
});

test('brings more than one reading holds, each once and in order', async () => {
  memory.say('one', 950);
  const page = watch({ one: 0 });
  await waitFor(() => page.versions.length === 950);
  expect(page.versions).toEqual(upTo(950));
  expect(Math.max(...page.sizes)).toBeLessThanOrEqual(200);
});

test('whoever takes their news slowly holds up nobody, and misses nothing', async () => {
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  memory.say('one');
  const slow = watch({ one: 0 }, () => held);
  const quick = watch({ one: 0 });
  await waitFor(() => quick.versions.length === 1);
  memory.say('one', 300);
  feed.wake();
  await waitFor(() => quick.versions.length === 301);
  expect(slow.versions).toEqual([]);
  goOn();
  await waitFor(() => slow.versions.length === 301);
  expect(slow.versions).toEqual(upTo(301));
});

test.each(['readVersions', 'readSince'] as const)('when %s fails it tries again, not without a pause', async (verb) => {
  memory.say('one', 2);
  memory.failing = verb;
  const page = watch({ one: 0 });
  for (let turn = 0; turn < 200; turn += 1) await settle();
  expect(memory.looks).toBeLessThan(20);
  memory.failing = undefined;
  await waitFor(() => page.versions.length === 2);
  expect(page.versions).toEqual([1, 2]);
});

test('what could not be sent is sent again', async () => {
  memory.say('one');
  let tries = 0;
  const page = watch({ one: 0 }, () => {
    tries += 1;
    return tries === 1 ? Promise.reject(new Error('The socket is full.')) : Promise.resolve();
  });
  await waitFor(() => page.versions.length === 1);
  expect(tries).toBe(2);
});

test('a version without an entry of its own is not looked for again and again', async () => {
  memory.say('one');
  memory.versions.set('one', 2);
  const page = watch({ one: 0 });
  for (let turn = 0; turn < 200; turn += 1) await settle();
  expect(page.versions).toEqual([1]);
  expect(memory.looks).toBeLessThan(20);
  memory.versions.set('one', 2);
  memory.say('one');
  feed.wake();
  await waitFor(() => page.versions.length === 2);
  expect(page.versions).toEqual([1, 3]);
});

test('who has left is sent nothing more, and nobody looks for nobody', async () => {
  const page = watch({ one: 0 });
  await settle();
  page.end();
  memory.say('one');
  feed.wake();
  await settle();
  const { looks } = memory;
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(page.versions).toEqual([]);
  expect(memory.looks).toBe(looks);
});
