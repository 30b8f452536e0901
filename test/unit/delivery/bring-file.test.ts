import { expect, test } from '@jest/globals';
import type { PlatformAbilities } from '../../../src/chat/chat-platform.ts';
import { plain, visibleText } from '../../../src/chat/rich-text.ts';
import { bringFile, shownByEdit } from '../../../src/delivery/bring-file.ts';
import type { Composed } from '../../../src/delivery/compose.ts';
import type { Delivery, Instead } from '../../../src/delivery/delivery.ts';
import type { Way } from '../../../src/delivery/way.ts';
import type { Job, Turn } from '../../../src/jobs/job.ts';

const FILE = { id: 7, name: 'log.txt', type: null, bytes: 5 };
const AT = { platform: 'stage', workspaceId: 'W1', channelId: 'C1' };
const SENT_AT = 1_700_000_000_000;

const COMPOSED: Composed = {
  content: { kind: 'file', file: FILE },
  source: {
    open: () => Promise.reject(new Error('not read here')),
    instead: (how, sentAt) => Promise.resolve(plain(`${how} since ${sentAt ?? 'now'}`)),
  },
};

/** A post of a file, where only a link of ours can stand unless told otherwise. */
function aWay(instead: Instead | null, files: PlatformAbilities['files'] = 'linked'): Way {
  const delivery = { instead, uploadId: 'F1', sentAt: SENT_AT } as unknown as Delivery;
  return { delivery, platform: { abilities: { files } } } as unknown as Way;
}

const bring = async (way: Way) => {
  const { content } = await bringFile(way, AT, COMPOSED, {} as Job, {} as Turn);
  if (content.kind !== 'text') return content.kind;
  return { words: visibleText(content.text), offer: content.offer };
};

test('where only a link can stand, the platform is told which file it is, until that was answered', async () => {
  expect(await bring(aWay(null))).toEqual({ words: 'link since now', offer: FILE });
  expect(await bring(aWay('link'))).toEqual({ words: 'link since now', offer: undefined });
});

test('words that stand for a file elsewhere offer nothing', async () => {
  expect(await bring(aWay(null, 'uploaded'))).toBe('file');
  for (const instead of ['link', 'gone', 'refused'] as const) {
    expect(await bring(aWay(instead, 'uploaded'))).toEqual({ words: `${instead} since now`, offer: undefined });
  }
});

test('an edit shows the link as long as it held before, once its question was answered', async () => {
  const edited = await shownByEdit(aWay('link'), COMPOSED);
  expect(edited).toEqual({ content: { kind: 'text', text: plain(`link since ${SENT_AT}`) } });
});

test('an edit leaves a question, a file, and what was said in its place, as they are', async () => {
  for (const way of [aWay(null), aWay(null, 'uploaded'), aWay('gone'), aWay('refused')]) {
    expect(await shownByEdit(way, COMPOSED)).toBeNull();
  }
});

test('an edit shows words as they are', async () => {
  const words: Composed = { content: { kind: 'text', text: plain('hello') } };
  expect(await shownByEdit(aWay(null), words)).toEqual(words);
});
