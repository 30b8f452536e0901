import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plain, visibleText, type RichText, type Span } from '../../../src/chat/rich-text.ts';
import { splitText } from '../../../src/chat/split-text.ts';

const utf16 = (text: string) => text.length;
const entities = (text: string) => text.length + 4 * (text.match(/[&<>]/g) ?? []).length;

const span: fc.Arbitrary<Span> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.string({ unit: 'grapheme', maxLength: 80 }).map((text): Span => ({ kind: 'text', text })),
  },
  { weight: 1, arbitrary: fc.webUrl({ size: 'small' }).map((url): Span => ({ kind: 'link', url })) },
  { weight: 1, arbitrary: fc.constant<Span>({ kind: 'mention', userId: 'U1', name: 'Ada' }) },
);

describe('splitText', () => {
  test.each([
    ['UTF-16', utf16],
    ['with entities', entities],
  ])('loses nothing, and no part of text alone is longer than allowed (%s)', (_name, measure) => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 20 }), fc.integer({ min: 40, max: 200 }), (text, max) => {
        const parts = splitText(text, max, measure);
        expect(parts.map(visibleText).join('')).toBe(visibleText(text));
        for (const part of parts) if (isText(part)) expect(measure(visibleText(part))).toBeLessThanOrEqual(max);
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

  test('keeps a link and a mention whole', () => {
    const link: Span = { kind: 'link', url: 'https://shop.example/a/long/way/to/the/order/1234567890' };
    const parts = splitText([{ kind: 'text', text: 'look here please ' }, link], 60, utf16);
    expect(parts).toHaveLength(2);
    expect(parts[1]).toEqual([link]);
  });

  test('an empty text is one empty part', () => {
    expect(splitText([], 100, utf16)).toEqual([[]]);
  });
});

const isText = (part: RichText): boolean => part.every(({ kind }) => kind === 'text');
