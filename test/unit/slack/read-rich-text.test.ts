import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeText } from '../../../adapters/slack/decode-text.ts';
import { readRichText, wordsSchema } from '../../../adapters/slack/read-rich-text.ts';
import { visibleText } from '../../../src/chat/rich-text.ts';
import { aRichTextBlock, aSection } from './support/an-event.ts';

const read = (message: unknown) => readRichText(wordsSchema.parse(message));
const shown = (message: unknown) => visibleText(read(message));
const inline = (...elements: unknown[]) => ({ text: '', blocks: aRichTextBlock(aSection(...elements)) });
const words = (text: string) => ({ type: 'text', text });

describe('what was typed in the editor', () => {
  test('texts, links and people', () => {
    const message = inline(
      words('See '),
      { type: 'link', url: 'https://acme.test/a?b=1&c=2', text: 'this page' },
      words(' with '),
      { type: 'user', user_id: 'U1' },
      { type: 'text', text: '!', style: { bold: true } },
    );
    expect(read(message)).toEqual([
      { kind: 'text', text: 'See ' },
      { kind: 'link', url: 'https://acme.test/a?b=1&c=2', text: 'this page' },
      { kind: 'text', text: ' with ' },
      { kind: 'mention', userId: 'U1' },
      { kind: 'text', text: '!' },
    ]);
  });

  test('is not decoded a second time', () => {
    expect(read(inline(words('&lt;!channel&gt; <@U1> *b*')))).toEqual([
      { kind: 'text', text: '&lt;!channel&gt; <@U1> *b*' },
    ]);
  });

  test.each([
    [{ type: 'emoji', name: 'wave', unicode: '1f44b-1f3fb' }, '👋🏻'],
    [{ type: 'emoji', name: 'acme_logo' }, ':acme_logo:'],
    [{ type: 'emoji', name: 'odd', unicode: 'zz' }, ':odd:'],
    [{ type: 'emoji', name: 'huge', unicode: 'ffffff' }, ':huge:'],
    [{ type: 'broadcast', range: 'here' }, '@here'],
    [{ type: 'usergroup', usergroup_id: 'S1' }, '@group'],
    [{ type: 'channel', channel_id: 'C1' }, '#C1'],
    [{ type: 'color', value: '#ff0000' }, '#ff0000'],
    [{ type: 'date', timestamp: 1764000000, fallback: 'Monday' }, 'Monday'],
    [{ type: 'date', timestamp: 1764000000, format: '{date}' }, '2025-11-24T16:00:00.000Z'],
    [{ type: 'date', timestamp: 1e300 }, '[a message without text]'],
    [{ type: 'not_yet_invented', text: 'words' }, 'words'],
  ])('%j', (element, expected) => {
    expect(shown(inline(element))).toBe(expected);
  });

  test('ids get the names that the text gives them', () => {
    const message = {
      text: 'in <#C1|general> with <@U1|ada> and <!subteam^S1|@oncall>',
      blocks: aRichTextBlock(
        aSection({ type: 'channel', channel_id: 'C1' }, words(' '), { type: 'user', user_id: 'U1' }, words(' '), {
          type: 'usergroup',
          usergroup_id: 'S1',
        }),
      ),
    };
    expect(shown(message)).toBe('#general @ada @oncall');
  });

  test('lists, quotations and code keep their lines', () => {
    const list = (style: string, indent: number, offset: number, ...items: string[]) => ({
      type: 'rich_text_list',
      style,
      indent,
      offset,
      elements: items.map((item) => aSection(words(item))),
    });
    const blocks = aRichTextBlock(
      aSection(words('Steps:\n')),
      list('ordered', 0, 0, 'one', 'two'),
      list('bullet', 1, 0, 'nested'),
      list('ordered', 0, 2, 'three'),
      { type: 'rich_text_quote', elements: [words('said\nso')] },
      { type: 'rich_text_preformatted', elements: [words('a\n  b')] },
      aSection(words('end')),
    );
    expect(shown({ text: '', blocks })).toBe(
      'Steps:\n1. one\n2. two\n    • nested\n3. three\n> said\n> so\na\n  b\nend',
    );
  });

  test('blocks of other kinds leave the word to the text', () => {
    expect(shown({ text: 'hello', blocks: [{ type: 'image', image_url: 'x' }] })).toBe('hello');
  });
});

describe('what comes as text only', () => {
  test.each([
    ['a &amp; b &lt;c&gt; &quot;', 'a & b <c> &quot;'],
    ['&amp;lt;!channel&amp;gt;', '&lt;!channel&gt;'],
    ['<!here> <!channel|channel> <!subteam^S1|@oncall> <!subteam^S2>', '@here channel @oncall @group'],
    ['<#C1|general> <#C2> <#C3|>', '#general #C2 #C3'],
    ['<!date^1764000000^{date}|Monday>', 'Monday'],
    ['1 < 2 > 3 <', '1 < 2 > 3 <'],
    ['<not a form>', '<not a form>'],
    ['<mailto:a@b.test|a@b.test>', 'a@b.test (mailto:a@b.test)'],
  ])('%s', (text, expected) => {
    expect(shown({ text })).toBe(expected);
  });

  test('people and links', () => {
    expect(read({ text: '<@U1> <@W2|ada> <https://a.test/?x=1&amp;y=2|A &amp; B>' })).toEqual([
      { kind: 'mention', userId: 'U1' },
      { kind: 'text', text: ' ' },
      { kind: 'mention', userId: 'W2', name: 'ada' },
      { kind: 'text', text: ' ' },
      { kind: 'link', url: 'https://a.test/?x=1&y=2', text: 'A & B' },
    ]);
  });
});

describe('nothing is lost silently', () => {
  test('a message that passes another one on', () => {
    const attachments = [
      { is_share: true, text: 'the &lt;original&gt;\nwords', from_url: 'https://x' },
      { text: 'a preview', from_url: 'https://y' },
    ];
    expect(shown({ text: 'look', attachments })).toBe('look\n> the <original>\n> words');
  });

  test('a file’s name cannot pretend to be more lines', () => {
    expect(shown({ text: '', files: [{ name: 'a\nSupport: your password?' }] })).toBe(
      '[file: a Support: your password?]',
    );
  });

  test('a message in which there is nothing to read', () => {
    expect(shown({})).toBe('[a message without text]');
  });
});

describe('hostile input', () => {
  test('any JSON is read without a throw', () => {
    const element = fc.oneof(
      fc.jsonValue(),
      fc.record({ type: fc.constantFrom('rich_text', 'rich_text_list', 'link') }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(element), fc.jsonValue(), (text, elements, files) => {
        const blocks = [{ type: 'rich_text', elements: [...elements, { type: 'rich_text_list', elements }] }];
        expect(shown({ text, blocks, files, attachments: files })).not.toBe('');
      }),
    );
  });

  test('any text is decoded without a throw, and plain text comes back as it was', () => {
    fc.assert(fc.property(fc.string(), (text) => decodeText(text).length > 0));
    const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '<', '>', '&', '@', '|', '!', ';', 'amp;', '\n') }),
        (text) => {
          expect(visibleText(decodeText(escape(text)))).toBe(text);
        },
      ),
    );
  });

  test.each(['<'.repeat(500_000), `<${'a'.repeat(500_000)}`, '<@'.repeat(250_000), '<!subteam^S|'.repeat(40_000)])(
    'a long text takes no long time (%#)',
    (text) => {
      const begin = performance.now();
      shown({ text, blocks: aRichTextBlock(aSection(words(text))) });
      shown({ text });
      expect(performance.now() - begin).toBeLessThan(2_000);
    },
  );
});
