import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeText } from '../../../../adapters/slack/text/decode-text.ts';
import { readRichText, wordsSchema } from '../../../../adapters/slack/text/read-rich-text.ts';
import { plain, visibleInline, visibleText } from '../../../../src/chat/rich-text.ts';
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
import { aRichTextBlock, aSection } from '../support/an-event.ts';

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
      line(
        'See ',
        link('https://acme.test/a?b=1&c=2', 'this page'),
        ' with ',
        { type: 'mention', userId: 'U1' },
        bold('!'),
      ),
    ]);
  });

  test('is not decoded a second time', () => {
    expect(read(inline(words('&lt;!channel&gt; <@U1> *b*')))).toEqual(plain('&lt;!channel&gt; <@U1> *b*'));
  });

  test.each([
    [{ type: 'emoji', name: 'wave', unicode: '1f44b-1f3fb' }, '👋🏻'],
    [{ type: 'emoji', name: 'acme_logo' }, ':acme_logo:'],
    [{ type: 'emoji', name: 'tada' }, '🎉'],
    [{ type: 'team', team_id: 'T1' }, '@team'],
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

  test('styles, and code', () => {
    const styled = (text: string, ...styles: string[]) => ({
      ...words(text),
      style: Object.fromEntries(styles.map((style) => [style, true])),
    });
    const message = inline(
      styled('bold ', 'bold'),
      styled('both', 'bold', 'italic'),
      styled(' gone', 'strike'),
      styled('run()', 'code'),
      styled('loud', 'code', 'bold'),
      { type: 'link', url: 'https://acme.test', text: 'site', style: { bold: true } },
      { ...words('odd'), style: 'bold' },
    );
    expect(read(message)).toEqual([
      line(
        bold('bold ', slanted('both')),
        struck(' gone'),
        code('run()'),
        bold(code('loud'), link('https://acme.test', 'site')),
        'odd',
      ),
    ]);
  });

  test('lists in lists are a tree, and numbers go on', () => {
    const list = (style: string, indent: number, offset: number, ...items: string[]) => ({
      type: 'rich_text_list',
      style,
      indent,
      offset,
      elements: items.map((item) => aSection(words(item))),
    });
    const blocks = aRichTextBlock(
      list('ordered', 0, 0, 'one'),
      list('bullet', 1, 0, 'a', 'b'),
      list('ordered', 2, 0, 'deep'),
      list('bullet', 1, 0, 'c'),
      list('ordered', 0, 1, 'two'),
      list('ordered', 0, 6, 'seven'),
    );
    const nested = bullets('a', [line('b'), numbered(1, 'deep')], 'c');
    expect(read({ blocks })).toEqual([numbered(1, [line('one'), nested], 'two'), numbered(7, 'seven')]);
  });

  test('what has a line beside it is quoted, and code has its language', () => {
    const blocks = aRichTextBlock(
      { type: 'rich_text_quote', elements: [words('so\n')] },
      { type: 'rich_text_list', style: 'bullet', border: 1, elements: [aSection(words('it was'))] },
      { type: 'rich_text_preformatted', language: 'c++', elements: [words('int a;\n')] },
      { type: 'rich_text_preformatted', language: 'no language', elements: [words('b')] },
    );
    expect(read({ blocks })).toEqual([
      quote(line('so'), bullets('it was')),
      codeBlock('int a;', 'c++'),
      codeBlock('b'),
    ]);
  });

  test.each(['', ' ', '\u200B', '\u3164\n'])('a link with the label %j shows its address', (label) => {
    const message = inline({ type: 'link', url: 'https://acme.test', text: label });
    expect(read(message)).toEqual([line(link('https://acme.test'))]);
  });

  test('a date is one, wherever it is read', () => {
    expect(read(inline({ type: 'date', timestamp: 1764000000, format: '{date}', fallback: 'Monday' }))).toEqual([
      line({ type: 'date', at: 1764000000, fallback: 'Monday' }),
    ]);
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
    ['<!date^1764000000^{date}>', '2025-11-24T16:00:00.000Z'],
    ['<!date^1764000000^{date}^https://evil.test|bank.test>', 'bank.test'],
    ['<!date^soon^{date}|&lt;!here&gt;>', '<!here>'],
    ['<!date^soon>', 'date^soon'],
    ['1 < 2 > 3 <', '1 < 2 > 3 <'],
    ['<not a form>', '<not a form>'],
    ['<mailto:a@b.test|a@b.test>', 'a@b.test'],
  ])('%s', (text, expected) => {
    expect(shown({ text })).toBe(expected);
  });

  test('people and links', () => {
    expect(read({ text: '<@U1> <@W2|ada> <https://a.test/?x=1&amp;y=2|A &amp; B>' })).toEqual([
      line(
        { type: 'mention', userId: 'U1' },
        ' ',
        { type: 'mention', userId: 'W2', name: 'ada' },
        ' ',
        link('https://a.test/?x=1&y=2', 'A & B'),
      ),
    ]);
  });
});

describe('the markup of text', () => {
  test.each([
    ['*b* _i_ ~s~ `c`', [line(bold('b'), ' ', slanted('i'), ' ', struck('s'), ' ', code('c'))]],
    ['_*both*_, (*so*)', [line(bold(slanted('both')), ', (', bold('so'), ')')]],
    ['`*code*` *`bold`*', [line(code('*code*'), ' ', bold(code('bold')))]],
    [
      '*<https://a.test|a>* _<@U1>_',
      [line(bold(link('https://a.test', 'a')), ' ', slanted({ type: 'mention', userId: 'U1' }))],
    ],
    ['see\n```\nif (a &lt; b) *x*\n```\ndone', [line('see'), codeBlock('if (a < b) *x*'), line('done')]],
    ['```a```', [codeBlock('a')]],
    ['&gt; so\n&gt;it *was*\nnow', [quote(line('so\nit ', bold('was'))), line('now')]],
    ['a\n&gt;&gt;&gt; b\nc', [line('a'), quote(line('b\nc'))]],
    ['hello :tada: :no_such: 10:100:20', plain('hello 🎉 :no_such: 10:100:20')],
    [':wave::skin-tone-3:', plain('👋🏼')],
    ['<!date^1764000000^{date}|Monday>', [line({ type: 'date', at: 1764000000, fallback: 'Monday' })]],
  ])('%s', (text, expected) => {
    expect(read({ text })).toEqual(expected);
  });

  test.each([
    '2 * 3 * 4',
    'snake_case_name',
    '5*3*2',
    'a*b* c',
    '*a*b',
    '* a * b',
    '**',
    '``',
    '```',
    '*',
    'a* b*',
    '_ _',
    '```` `',
    '*a\nb*',
    'a ```b',
    'a``````b',
    'a```\n```b',
  ])('%j is words', (text) => {
    expect(read({ text })).toEqual(plain(text));
  });

  test('empty lines stay', () => {
    expect(shown({ text: 'a\n\n\nb\n\n&gt; c\n\nd' })).toBe('a\n\n\nb\n\n> c\n\nd');
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
          expect(visibleInline(decodeText(escape(text)))).toBe(text);
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
