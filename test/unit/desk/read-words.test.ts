import { expect, test } from '@jest/globals';
import { plain } from '../../../src/chat/rich-text.ts';
import { plainWord, readWords } from '../../../src/desk/commands/read-words.ts';

const wordsOf = (text: string) =>
  readWords(plain(text)).map((word) => (word.kind === 'word' ? [word.text, word.quoted] : [word.userId]));

test.each([
  ['', []],
  ['   \n ', []],
  ['  merchant   Acme ', [['merchant', false], ['Acme', false]]], // prettier-ignore
  ['merchant "Acme  Inc."', [['merchant', false], ['Acme  Inc.', true]]], // prettier-ignore
  ['“Acme” „Beta“ «Gamma»', [['Acme', true], ['Beta', true], ['Gamma', true]]], // prettier-ignore
  ['"Acme', [['Acme', false]]],
  ['"" " "', []],
  ['O’Neill & Sons, Inc.', [['O’Neill', false], ['&', false], ['Sons,', false], ['Inc.', false]]], // prettier-ignore
])('the words of %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test('people who were picked are people, whatever stands around them', () => {
  const mention = { type: 'mention', userId: 'U1', name: 'ada' } as const;
  const text = (value: string) => ({ type: 'text', value }) as const;
  const strong = { type: 'strong', children: [text('ting')] } as const;
  expect(
    readWords([{ type: 'paragraph', children: [text('agent'), mention, text('accoun'), strong, mention] }]),
  ).toEqual([
    { kind: 'word', text: 'agent', quoted: false },
    { kind: 'person', userId: 'U1' },
    { kind: 'word', text: 'accounting', quoted: false },
    { kind: 'person', userId: 'U1' },
  ]);
});

test('what is quoted is never one of our own words', () => {
  expect(readWords(plain('NEW "new"')).map(plainWord)).toEqual(['new', undefined]);
});
