import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { plain, visibleText, type RichText } from '../../../src/chat/rich-text.ts';
import { leavesOf, mapLeaves } from '../../../src/chat/rich-text/leaves.ts';
import { honestly, isSafeUrl, labelOf } from '../../../src/chat/rich-text/links.ts';
import { readMarkdown } from '../../../src/chat/rich-text/markdown/read-markdown.ts';
import { soundText } from '../../../src/chat/rich-text/sound-text.ts';
import { toMarkdown } from '../../../src/chat/rich-text/to-markdown.ts';
import { toSafeHtml } from '../../../src/chat/rich-text/to-safe-html.ts';
import { bold, code, line } from '../../support/a-text.ts';
import { anyText, hostileWriting, seen } from '../../support/any-text.ts';

/** As any other reader of Markdown takes it. */
const readElsewhere = (markdown: string): Nodes =>
  fromMarkdown(markdown, {
    extensions: [gfmStrikethrough({ singleTilde: false })],
    mdastExtensions: [gfmStrikethroughFromMarkdown()],
  });

const allIn = (node: Nodes): Nodes[] => [node, ...('children' in node ? node.children.flatMap(allIn) : [])];

const wordsIn = (node: Nodes): string =>
  allIn(node)
    .map((one) => ('value' in one ? one.value : ''))
    .join('');

const urlsIn = (text: RichText): string[] => leavesOf(text).flatMap((leaf) => (leaf.type === 'link' ? [leaf.url] : []));

/** Where a label cannot be taken for another address, it stands there without one beside it. */
const withLabels = (text: RichText): RichText =>
  mapLeaves(text, (leaf) =>
    leaf.type === 'link' && honestly(leaf)[0]?.type === 'link' ? { type: 'text', value: labelOf(leaf) } : leaf,
  );

/** Without space, and without what shows how words are set. */
const bare = (text: string): string => text.replace(/[\s\u00A0\u200B]+/gu, '');

/** What is said, in the order in which it is. */
function saidIn(text: RichText): string {
  return text
    .map((block) => {
      if (block.type === 'list') return block.children.map(({ children }) => saidIn(children)).join('');
      return block.type === 'blockquote' ? saidIn(block.children) : visibleText([block]);
    })
    .join('');
}

describe('Markdown that people type', () => {
  test('loses nothing but the signs of its markup, and leads nowhere unexpected', () => {
    const said = (text: string) =>
      text.replace(/:tada:|🎉/gu, '').replace(/[*_~`>#|\-=+[\]()<!\\:.•\s\d\p{Cf}\p{Cc}]/gu, '');
    const saidBy = (text: RichText) => said(text.map(withLanguage).join(''));
    fc.assert(
      fc.property(hostileWriting, (written) => {
        const text = readMarkdown(written);
        expect(saidBy(text)).toBe(said(soundText(written)));
        for (const url of urlsIn(text)) {
          expect(isSafeUrl(url)).toBe(true);
          expect(soundText(written)).toContain(url.replace(/^mailto:/, ''));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('what has no sign of markup in it stays to the letter', () => {
    const letters = fc.string({
      unit: fc.constantFrom('a', 'é', '漢', '👍🏽', ' ', '  ', '\n', ',', '?', '"', "'", '/', '&', ';', '%', '\u202E'),
    });
    fc.assert(
      fc.property(letters, (written) => {
        fc.pre(written.trim() !== '');
        // But for the spaces before an empty line and in it, which nobody sees.
        const typed = written.trim().replace(/[^\S\n]+(?=\n[^\S\n]*\n)|(?<=\n)[^\S\n]+(?=\n)/g, '');
        expect(visibleText(readMarkdown(written.trim()))).toBe(typed);
      }),
    );
  });
});

/** What stands behind a fence is said, too. */
const withLanguage = (block: RichText[number]): string =>
  (block.type === 'code' ? (block.lang ?? '') : '') + visibleText([block]);

describe('a text in Markdown', () => {
  test('is read by others as the same words, with the same links and no other markup', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const read = readElsewhere(toMarkdown(text));
        expect(bare(wordsIn(read))).toBe(bare(saidIn(withLabels(text))));
        const nodes = allIn(read);
        expect(
          nodes.filter(({ type }) => ['html', 'image', 'definition', 'imageReference', 'linkReference'].includes(type)),
        ).toEqual([]);
        expect(nodes.flatMap((node) => (node.type === 'link' ? [node.url] : []))).toEqual(urlsIn(text));
      }),
    );
  });

  test('has no markup of a person’s in it', () => {
    fc.assert(
      fc.property(seen, (written) => {
        const read = readElsewhere(toMarkdown(plain(written)));
        expect(new Set(allIn(read).map(({ type }) => type))).toEqual(
          new Set(['root', 'paragraph', 'text', ...(written.includes('\n') ? ['break'] : [])]),
        );
        expect(bare(wordsIn(read))).toBe(bare(written));
      }),
    );
  });
});

describe('a text in HTML', () => {
  const TAG =
    /<\/?(?:p|h[1-6]|blockquote|ul|ol|li|pre|code|strong|em|del|hr|br)>|<ol start="\d+">|<code class="language-[\w+#.-]+">|<a href="(?:https?:\/\/|mailto:)[^"<>\s]*">|<\/a>/g;
  const decoded = (html: string) =>
    html.replace(/&#x([0-9a-f]+);|&(amp|lt|gt|quot);/gi, (_, code: string | undefined, name: string) =>
      code === undefined
        ? ({ amp: '&', lt: '<', gt: '>', quot: '"' }[name] ?? '')
        : String.fromCodePoint(parseInt(code, 16)),
    );

  test('holds the tags that are allowed, and the same words', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const words = toSafeHtml(text).replace(TAG, '');
        expect(words).not.toMatch(/<(?!\s)/);
        expect(bare(decoded(words))).toBe(bare(saidIn(withLabels(text))));
      }),
    );
  });

  test('has no attribute of a person’s, even where another version kept one', () => {
    const odd = { type: 'code', lang: '"><script>x</script>', value: 'a' } as const;
    expect(toSafeHtml([odd])).toBe('<pre><code class="">a\n</code></pre>');
  });

  test('keeps the spaces of a line', () => {
    expect(toSafeHtml(plain('a\n  b  c'))).toBe('<p>a<br>\n\u00A0 b\u00A0 c</p>');
    expect(toSafeHtml([line('a ', bold('b '), ' ', code(' '), ' c ')])).toBe(
      '<p>a <strong>b\u00A0</strong>\u00A0<code> </code> c\u00A0</p>',
    );
  });
});
