import fc from 'fast-check';
import type { Block, Inline, Leaf, RichText } from '../../src/chat/rich-text.ts';
import { linkTo } from '../../src/chat/rich-text/links.ts';
import { joinParagraphs } from '../../src/chat/rich-text/paragraphs.ts';
import { fromRuns } from '../../src/chat/rich-text/runs.ts';

/** What means something somewhere, and what is seen by nobody. */
const SIGNS = [
  ...[
    '<!channel>',
    '<@U1>',
    '<#C1|general>',
    '<https://evil.test|bank.test>',
    '@here',
    '&lt;',
    '&amp;lt;',
    '&',
    '<',
    '>',
  ],
  ...[
    '*',
    '**',
    '_',
    '__',
    '~',
    '~~',
    '`',
    '```',
    '[',
    ']',
    '(',
    ')',
    '![',
    '](https://evil.test)',
    '|',
    '\\',
    '#',
    '- ',
  ],
  ...[
    '1. ',
    '> ',
    '---',
    '===',
    '\n',
    '\n\n',
    '    ',
    '\t',
    ' ',
    'javascript:alert(1)',
    'https://a.test/?x=1&y=2',
    'a@b.test',
  ],
  ...[
    '<b>',
    '</script>',
    '<img src=x onerror=1>',
    '&#60;',
    ':tada:',
    ':no_such:',
    '👩‍👩‍👧‍👦',
    '🇫🇷',
    'é',
    'שלום',
    'word',
    'another',
  ],
  ...['\u202E', '\u2066', '\u2069', '\u200B', '\u200D', '\u2028', '\u00A0'],
];

/** What nobody should be able to send: halves of characters, and NUL. */
const UNSOUND = ['\ud800', '\udc00', '\0'];

/** Whatever a person, or a program in their name, can write. */
export const hostileWriting: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: fc.constantFrom(...SIGNS, ...UNSOUND), maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

/** The same without what is no text. */
export const soundWriting: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: fc.constantFrom(...SIGNS), maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
);

/** What is seen, without the space at its ends that platforms take away. */
export const seen = soundWriting.map((text) => text.trim()).filter((text) => text !== '');

/** Labels that look like the address of another site, and what hides that they do. */
const deceit = fc.constantFrom(
  ...['bank.test', 'https://bank.test', 'Log in at bank.test', 'ba\u200Bnk.\u200Btest', 'bank\u3002test', 'пример.рф'],
  ...['\u202Etset.knab', 'help@bank.test', '<https://bank.test>', '](https://bank.test)', 'acme.test)', 'here'],
);

const anyLink = fc
  .record({ url: fc.webUrl({ size: 'small' }), label: fc.option(fc.oneof(deceit, seen), { nil: undefined }) })
  .map(({ url, label }): Leaf => linkTo(url, label));

const name = seen.map((written) => written.replace(/\s+/gu, ' '));

const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  { weight: 5, arbitrary: seen.map((value): Leaf => ({ type: 'text', value })) },
  { weight: 1, arbitrary: seen.map((value): Leaf => ({ type: 'inlineCode', value })) },
  { weight: 1, arbitrary: anyLink },
  { weight: 1, arbitrary: name.map((called): Leaf => ({ type: 'mention', userId: 'U1', name: called })) },
  { weight: 1, arbitrary: name.map((called): Leaf => ({ type: 'channel', name: called })) },
  { weight: 1, arbitrary: name.map((fallback): Leaf => ({ type: 'date', at: 1_764_000_000, fallback })) },
);

const marks = fc.subarray(['strong', 'emphasis', 'delete'] as const).map((some) => new Set(some));

const inline: fc.Arbitrary<Inline[]> = fc
  .array(fc.record({ leaf, marks }), { minLength: 1, maxLength: 5 })
  .map((runs) => fromRuns(runs));

const paragraph = inline.map((children): Block => ({ type: 'paragraph', children }));

const codeBlock = fc
  .record({ value: seen, lang: fc.option(fc.constantFrom('ts', 'c++'), { nil: undefined }) })
  .map(({ value, lang }): Block => ({ type: 'code', ...(lang !== undefined && { lang }), value }));

const listOf = (item: fc.Arbitrary<Block[]>): fc.Arbitrary<Block> =>
  fc
    .record({
      items: fc.array(item, { minLength: 1, maxLength: 4 }),
      start: fc.option(fc.integer({ min: 1, max: 20 })),
    })
    .map(({ items, start }): Block => ({
      type: 'list',
      ordered: start !== null,
      ...(start !== null && start !== 1 && { start }),
      children: items.map((children) => ({ type: 'listItem', children })),
    }));

const list = listOf(
  fc
    .tuple(paragraph, fc.option(listOf(paragraph.map((one) => [one]))))
    .map(([one, nested]) => (nested ? [one, nested] : [one])),
);

const quote = fc
  .array(fc.oneof(paragraph, list), { minLength: 1, maxLength: 2 })
  .map((children): Block => ({ type: 'blockquote', children: unlike(joinParagraphs(children)) }));

/** Any tree that a person can make, with names and labels that mean something elsewhere. */
export const anyText: fc.Arbitrary<RichText> = fc
  .array(fc.oneof({ weight: 3, arbitrary: paragraph }, codeBlock, list, quote), { minLength: 1, maxLength: 5 })
  .map((blocks) => unlike(joinParagraphs(blocks)));

/** Without a list after a list, a quotation after a quotation: what is seen of the two is one. */
function unlike(blocks: readonly Block[]): Block[] {
  return blocks.filter(({ type }, index) => type !== blocks[index - 1]?.type);
}
