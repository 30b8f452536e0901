import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cut, escapeText, wellFormed } from '../../../../adapters/slack/text/escape-text.ts';
import { fallbackText, richTextBlock } from '../../../../adapters/slack/text/render-rich-text.ts';
import { plain, visibleText, type RichText } from '../../../../src/chat/rich-text.ts';
import {
  bold,
  bullets,
  code,
  codeBlock,
  line,
  link,
  numbered,
  quote,
  slanted,
  struck,
} from '../../../support/a-text.ts';

interface Element {
  readonly type: string;
  readonly text?: string;
  readonly url?: string;
}

const elementsOf = (text: RichText): Element[] =>
  (richTextBlock(text).elements[0] as unknown as { elements: Element[] }).elements;

const shown = (text: RichText): string =>
  elementsOf(text)
    .map((element) => element.text ?? element.url ?? '')
    .join('');

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom('<', '>', '&', '!', '@', '|', '*', '_', '`', ':', '\n', 'channel', 'U123', '\ud800'),
  }),
);

describe('whatever a person wrote', () => {
  test('is shown as it is, in elements that are no markup', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(shown(plain(text))).toBe(wellFormed(text) || '(no text)');
        expect(elementsOf(plain(text)).map(({ type }) => type)).toEqual(['text']);
      }),
    );
  });

  test('is escaped in the fallback, so that nothing in it pings or links', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const fallback = fallbackText(plain(text));
        expect(fallback).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
        expect(fallback.length).toBeGreaterThan(0);
        expect(fallback.length).toBeLessThanOrEqual(40_000);
      }),
    );
  });

  test('mentions are names', () => {
    const text = line({ type: 'mention', userId: 'U1', name: 'ada' }, { type: 'mention', userId: 'U2' });
    expect(elementsOf([text])).toEqual([
      { type: 'text', text: '@ada' },
      { type: 'text', text: '@someone' },
    ]);
  });

  test('empty texts make no empty element', () => {
    expect(elementsOf([line('', 'a', '')])).toEqual([{ type: 'text', text: 'a' }]);
    expect(elementsOf([])).toEqual([{ type: 'text', text: '(no text)' }]);
  });
});

describe('what is set', () => {
  const rendered = (...blocks: RichText) => richTextBlock(blocks).elements;
  const section = (...elements: unknown[]) => ({ type: 'rich_text_section', elements });
  const text = (words: string, style?: object) => ({ type: 'text', text: words, ...(style && { style }) });

  test('has its style', () => {
    expect(rendered(line('a ', bold('b', slanted('c'), code('d')), struck(link('https://acme.test', 'e'))))).toEqual([
      section(
        text('a '),
        text('b', { bold: true }),
        text('c', { bold: true, italic: true }),
        text('d', { code: true, bold: true }),
        { type: 'link', url: 'https://acme.test', text: 'e', style: { strike: true } },
      ),
    ]);
  });

  test('as a heading or a line, which Slack does not have, is bold or signs', () => {
    const heading = { type: 'heading', depth: 2, children: [{ type: 'text', value: 'Title' }] } as const;
    expect(rendered(heading, line('words'), { type: 'thematicBreak' }, line('more'))).toEqual([
      section(text('Title', { bold: true }), text('\nwords\n---\nmore')),
    ]);
  });

  test('in an item and is no line of words stands between lists that go on', () => {
    const list = numbered(1, 'one', [line('two'), codeBlock('x'), quote(line('y'))], [bullets('in')], []);
    expect(rendered(list)).toEqual([
      { type: 'rich_text_list', style: 'ordered', elements: [section(text('one')), section(text('two'))] },
      { type: 'rich_text_preformatted', elements: [text('x')] },
      { type: 'rich_text_quote', elements: [text('y')] },
      { type: 'rich_text_list', style: 'ordered', offset: 2, elements: [section(text(' '))] },
      { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [section(text('in'))] },
      { type: 'rich_text_list', style: 'ordered', offset: 3, elements: [section(text(' '))] },
    ]);
  });

  test('in a quotation becomes words, but for lists', () => {
    expect(rendered(quote(line('a'), codeBlock('b <c>'), quote(line('d')), bullets('e')))).toEqual([
      {
        type: 'rich_text_quote',
        elements: [text('a'), text('\n'), text('b <c>', { code: true }), text('\n'), text('> d')],
      },
      { type: 'rich_text_list', style: 'bullet', border: 1, elements: [section(text('e'))] },
    ]);
  });

  test('as a list from nought, which Slack cannot count, is words', () => {
    expect(rendered(numbered(0, 'a', 'b'))).toEqual([section(text('0. a\n1. b'))]);
  });

  test('as a date is one in the reader’s own zone, in a form of ours', () => {
    expect(rendered(line({ type: 'date', at: 1764000000, fallback: '{date} <!here>' }))).toEqual([
      section({
        type: 'date',
        timestamp: 1764000000,
        format: '{date_short_pretty} {time}',
        fallback: '{date} <!here>',
      }),
    ]);
  });

  test('too finely goes out as words', () => {
    const text = [bullets(...Array.from({ length: 600 }, () => 'a'))];
    expect(shown(text)).toBe(visibleText(text));
  });
});

describe('links', () => {
  const rendered = (url: string, text?: string) => elementsOf([line(link(url, text))]);

  test('of web and mail are links', () => {
    expect(rendered('https://acme.test/x')).toEqual([{ type: 'link', url: 'https://acme.test/x' }]);
    expect(rendered('HTTP://acme.test', 'our site')).toEqual([
      { type: 'link', url: 'HTTP://acme.test', text: 'our site' },
    ]);
    expect(rendered('mailto:a@acme.test', 'a@acme.test')).toEqual([
      { type: 'link', url: 'mailto:a@acme.test', text: 'a@acme.test' },
    ]);
  });

  test.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'slack://channel?id=C1',
    'tel:+123',
    'https://a b',
    'https://a>b',
    'https://',
    'acme.test',
    '',
  ])('%s is only text', (url) => {
    expect(rendered(url, 'click').map(({ type }) => type)).toEqual(['text']);
  });

  test.each([
    ['bank.test', 'https://evil.test'],
    ['https://bank.test', 'https://evil.test'],
    ['Log in at bank.test', 'https://evil.test'],
    ['bank。test', 'https://evil.test'],
    ['пример.рф', 'https://evil.test'],
    ['help@bank.test', 'mailto:evil@evil.test'],
    ['ba\u200Bnk.\u200Btest', 'https://evil.test'],
  ])('%s over %s shows where it goes', (label, url) => {
    expect(rendered(url, label)).toEqual([
      { type: 'text', text: `${label} (` },
      { type: 'link', url },
      { type: 'text', text: ')' },
    ]);
  });

  test.each([
    ['acme.test', 'https://acme.test/'],
    ['Acme.test/X', 'http://acme.test/x'],
    ['the invoice no. 7', 'https://acme.test'],
  ])('%s over %s is honest', (label, url) => {
    expect(rendered(url, label)).toEqual([{ type: 'link', url, text: label }]);
  });

  test('never hide an address: what is shown holds the label, or the address, or both', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.oneof(fc.string(), fc.domain()), (url, label) => {
        const text = [line(link(url, label))];
        expect([visibleText(text), wellFormed(label), url]).toContain(shown(text));
      }),
    );
  });
});

test('cutting keeps characters whole', () => {
  expect(cut('abc', 3)).toBe('abc');
  expect(cut('abcd', 3)).toBe('ab…');
  expect(cut('a😀bc', 3)).toBe('a…');
  expect(cut('a👩‍👩‍👧‍👦b', 8)).toBe('a…');
  expect(cut('a🇫🇷🇩🇪b', 8)).toBe('a🇫🇷…');
  expect(cut(`a${'\u0301'.repeat(500)}`, 100)).toHaveLength(100);
  expect(escapeText('<!channel> & *')).toBe('&lt;!channel&gt; &amp; *');
});
