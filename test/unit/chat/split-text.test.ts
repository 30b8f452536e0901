import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plain, visibleText, type Block, type Inline, type RichText } from '../../../src/chat/rich-text.ts';
import { splitText } from '../../../src/chat/split-text.ts';
import { bold, codeBlock, line, link, numbered, quote } from '../../support/a-text.ts';
import { anyText } from '../../support/any-text.ts';

const utf16 = (text: string) => text.length;
const entities = (text: string) => text.length + 4 * (text.match(/[&<>]/g) ?? []).length;

describe('splitText', () => {
  test.each([
    ['UTF-16', utf16],
    ['with entities', entities],
  ])('loses nothing, and no part is longer than allowed (%s)', (_name, measure) => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 60, max: 300 }), (text, max) => {
        const parts = splitText(text, max, measure);
        expect(parts.map(saidIn).join('')).toBe(saidIn(text));
        for (const part of parts) expect(measure(visibleText(part))).toBeLessThanOrEqual(max);
      }),
    );
  });

  test('cuts between words, never inside one that fits', () => {
    const parts = splitText(plain('one two three four five six'), 10, utf16).map(visibleText);
    expect(parts.map((part) => part.trim())).toEqual(['one two', 'three four', 'five six']);
  });

  test('prefers the end of a line in the second half of a part', () => {
    const parts = splitText(plain('first line here\nsecond has more words'), 25, utf16).map(visibleText);
    expect(parts[0]).toBe('first line here\n');
  });

  test('keeps an emoji of several code points whole', () => {
    const family = '👨‍👩‍👧‍👦';
    const parts = splitText(plain(family.repeat(10)), 25, utf16).map(visibleText);
    for (const part of parts) expect(part.replaceAll(family, '')).toBe('');
  });

  const CHARACTERS = ['👨‍👩‍👧‍👦', '🇫🇷', '👍🏽', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏳️‍🌈', 'e\u0301', '😀', 'क्षि', 'a', '&'];

  test.each([
    ['words', (value: string) => plain(value)],
    ['code', (value: string) => [codeBlock(value)]],
    ['bold', (value: string) => [line(bold(value))]],
  ] as const)('never cuts what is seen as one character: %s', (_name, toText) => {
    const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });
    const charactersIn = (value: string) => [...characters.segment(value)].map(({ segment }) => segment);
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...CHARACTERS), minLength: 1, maxLength: 120 }),
        fc.integer({ min: 20, max: 60 }),
        fc.constantFrom(utf16, entities),
        (value, max, measure) => {
          const parts = splitText(toText(value), max, measure).map(visibleText);
          expect(parts.flatMap(charactersIn)).toEqual(charactersIn(value));
          for (const part of parts) expect(measure(part)).toBeLessThanOrEqual(max);
        },
      ),
    );
  });

  test('code that no part holds is code in each, with every space of it', () => {
    const written = fc.string({
      unit: fc.constantFrom('a', ' ', '   ', '\t', '\n', '\n\n', '{', '😀', '&', 'words'),
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(written, fc.integer({ min: 20, max: 60 }), (value, max) => {
        const parts = splitText([codeBlock(value, 'ts')], max, entities);
        const codes = parts.map((part) => (part.length === 1 && part[0]?.type === 'code' ? part[0] : undefined));
        expect(codes.map((one) => one?.lang)).toEqual(parts.map(() => 'ts'));
        // A break between two parts is one of lines, too.
        const joined = codes.map((one) => one?.value.replaceAll('\n', '')).join('');
        expect(joined).toBe(value.replaceAll('\n', ''));
      }),
    );
  });

  test('keeps a link and a mention whole', () => {
    const order = link('https://shop.example/a/long/way/to/the/order/1234567890');
    const parts = splitText([line('look here please ', order)], 60, utf16);
    expect(parts).toEqual([[line('look here please ')], [line(order)]]);
    const ada: Inline = { type: 'mention', userId: 'U1', name: 'Ada Lovelace' };
    expect(splitText([line('ask ', ada)], 14, utf16)).toEqual([[line('ask ')], [line(ada)]]);
  });

  test('a label that no part holds leaves its address whole', () => {
    const parts = splitText([line(link('https://shop.example/', 'word '.repeat(30).trim()))], 60, utf16);
    expect(parts.map(visibleText).join('')).toBe(`${'word '.repeat(30).trim()} (https://shop.example/)`);
    expect(parts.at(-1)).toEqual([line('word word word word word word (', link('https://shop.example/'), ')')]);
  });

  test('a block that fits is never cut', () => {
    const block = codeBlock('one\ntwo\nthree');
    expect(splitText([line('some words'), block], 20, utf16)).toEqual([[line('some words')], [block]]);
  });

  test('code is cut between lines and goes on as code', () => {
    const log = Array.from({ length: 9 }, (_, index) => `line ${index}`);
    expect(splitText([codeBlock(log.join('\n'), 'sh')], 25, utf16)).toEqual([
      [codeBlock('line 0\nline 1\nline 2', 'sh')],
      [codeBlock('line 3\nline 4\nline 5', 'sh')],
      [codeBlock('line 6\nline 7\nline 8', 'sh')],
    ]);
  });

  test('a list is cut between items and goes on counting', () => {
    expect(splitText([numbered(3, 'first one', 'second one', 'third one', 'fourth one')], 32, utf16)).toEqual([
      [numbered(3, 'first one', 'second one')],
      [numbered(5, 'third one', 'fourth one')],
    ]);
  });

  test('a quotation goes on as one, with the marks in it', () => {
    const said = bold('one two three\nfour five six');
    expect(splitText([quote(line(said))], 22, utf16)).toEqual([
      [quote(line(bold('one two three')))],
      [quote(line(bold('four five six')))],
    ]);
  });

  test('a letter with more accents than a part holds is cut all the same', () => {
    const parts = splitText(plain(`a${'\u0301'.repeat(500)}`), 100, utf16);
    for (const part of parts) expect(visibleText(part).length).toBeLessThanOrEqual(100);
  });

  test('an empty text is one empty part', () => {
    expect(splitText([], 100, utf16)).toEqual([[]]);
  });
});

/** All that is said, without what shows how it is set. */
const saidIn = (text: RichText): string => text.map(saidInBlock).join('').replace(/\s+/g, '');

function saidInBlock(block: Block): string {
  if (block.type === 'list') return block.children.map(({ children }) => saidIn(children)).join('');
  return block.type === 'blockquote' ? saidIn(block.children) : visibleText([block]);
}
