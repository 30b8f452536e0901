import { describe, expect, test } from '@jest/globals';
import { plain, visibleText } from '../../../src/chat/rich-text.ts';
import { isolate } from '../../../src/chat/rich-text/isolate.ts';
import { isSafeUrl } from '../../../src/chat/rich-text/links.ts';
import { line, link } from '../../support/a-text.ts';

describe('where a link leads is in sight', () => {
  test.each([
    ['acme.test', 'https://acme.test/', 'acme.test'],
    ['https://acme.test', 'https://acme.test/', 'https://acme.test'],
    ['ada@acme.test', 'mailto:ada@acme.test', 'ada@acme.test'],
    ['https://acme.test', 'http://acme.test', 'https://acme.test (http://acme.test)'],
    ['bank.test', 'https://evil.test', 'bank.test (https://evil.test)'],
    ['here', 'https://evil.test', 'here (https://evil.test)'],
    ['here', 'javascript:alert(1)', 'here (javascript:alert(1))'],
  ])('%s over %s', (label, url, shown) => {
    expect(visibleText([line(link(url, label))])).toBe(shown);
  });

  test('whatever its label turns around', () => {
    expect(visibleText([line(link('https://evil.test', '\u202Eabc'))])).toBe(
      '\u2068\u202Eabc\u2069 (https://evil.test)',
    );
  });
});

test.each([
  'https://acme.test/\u202Etxt.exe',
  'https://acme.test/\u200B',
  `https://acme.test/${'a'.repeat(2_000)}`,
  'javascript://acme.test',
  ' https://acme.test',
])('%j is no address to follow', (url) => {
  expect(isSafeUrl(url)).toBe(false);
});

describe('words in a line of ours', () => {
  test.each([
    ['Ada', 'Ada'],
    ['Zoë 👍🏽', 'Zoë 👍🏽'],
    ['שלום', '\u2068שלום\u2069'],
    ['a\u202Eb', '\u2068a\u202Eb\u2069'],
    // Neither ends our isolate nor keeps it open.
    ['a\u2069\u202Eb', '\u2068a\u202Eb\u2069'],
    ['a\u2066b', '\u2068a\u2066b\u2069\u2069'],
    ['\u2066a\u2069\u2069', '\u2068\u2066a\u2069\u2069'],
  ])('%j turn nothing around them', (words, isolated) => {
    expect(isolate(words)).toBe(isolated);
  });

  test('are a name, too', () => {
    const ada = { type: 'mention', userId: 'U1', name: '\u202Eada' } as const;
    expect(visibleText([line(ada, ' is here')])).toBe('@\u2068\u202Eada\u2069 is here');
  });
});

test('a plain text shows exactly what it was made of', () => {
  for (const text of ['', ' a ', 'a\n\n b\n', '> *a*', '\u202E']) expect(visibleText(plain(text))).toBe(text);
});
