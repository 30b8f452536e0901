import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeText } from '../../../../adapters/slack/text/escape-text.ts';
import { readRichText, wordsSchema } from '../../../../adapters/slack/text/read-rich-text.ts';
import { fallbackText, richTextBlock } from '../../../../adapters/slack/text/render-rich-text.ts';
import { visibleLeaf, visibleText, type Leaf, type RichText } from '../../../../src/chat/rich-text.ts';
import { leavesOf, mapLeaves } from '../../../../src/chat/rich-text/leaves.ts';
import { isSafeUrl } from '../../../../src/chat/rich-text/links.ts';
import { soundText } from '../../../../src/chat/rich-text/sound-text.ts';
import { anyText, hostileWriting } from '../../../support/any-text.ts';
import { aRichTextBlock, aSection } from '../support/an-event.ts';

const read = (message: object): RichText => readRichText(wordsSchema.parse(message));

type Part = Readonly<Record<string, unknown>>;

function partsOf(part: unknown): Part[] {
  if (typeof part !== 'object' || part === null) return [];
  const inside = Object.values(part).flatMap(partsOf);
  return Array.isArray(part) ? inside : [part as Part, ...inside];
}

const HARMLESS = [
  ...['rich_text', 'rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted'],
  ...['text', 'link', 'date'],
];

/** Nothing in it calls anybody or leads elsewhere than to the web or a mailbox; nothing is empty. */
function expectHarmless(text: RichText): void {
  for (const { type, url, text: words, elements } of partsOf(richTextBlock(text))) {
    if (type !== undefined) expect(HARMLESS).toContain(type);
    if (type === 'link') expect(isSafeUrl(String(url))).toBe(true);
    expect(words).not.toBe('');
    expect(elements).not.toEqual([]);
  }
  expect(fallbackText(text)).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
}

const urlsOf = (leaf: Leaf) => (leaf.type === 'link' ? [leaf.url] : []);

/** With names and links as the words that they show: a link with a label that deceives is words and a link. */
const inWords = (text: RichText) =>
  mapLeaves(text, (leaf) =>
    ['mention', 'channel', 'link'].includes(leaf.type) ? { type: 'text', value: visibleLeaf(leaf) } : leaf,
  );

describe('a text goes to Slack and comes back', () => {
  test('as the same tree, names as words', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const back = read({ blocks: [richTextBlock(text)] });
        expect(visibleText(back)).toBe(visibleText(text));
        expect(leavesOf(back).flatMap(urlsOf)).toEqual(leavesOf(text).flatMap(urlsOf));
        expect(inWords(back)).toEqual(inWords(text));
      }),
    );
  });

  test('and no label shows another address than its own', () => {
    const ADDRESS = /(?:https?:\/\/)?[\p{L}\p{N}-]+[.\u3002]\p{L}{2,}/u;
    fc.assert(
      fc.property(anyText, (text) => {
        const links = partsOf(richTextBlock(text)).filter(({ type, text: label }) => type === 'link' && label);
        for (const { url, text: label } of links) {
          const shown = ADDRESS.exec(String(label).replace(/\p{Cf}/gu, ''))?.[0];
          if (shown !== undefined) expect(String(url).toLowerCase()).toContain(shown.toLowerCase());
        }
      }),
    );
  });

  test('and calls nobody on the way', () => {
    fc.assert(fc.property(anyText, expectHarmless));
  });
});

describe('whatever a person writes in Slack', () => {
  test('is shown as it is when it was typed into the editor', () => {
    fc.assert(
      fc.property(hostileWriting, (written) => {
        const text = read({ blocks: aRichTextBlock(aSection({ type: 'text', text: written })) });
        const sound = soundText(written).replace(/\n$/, '');
        expect(visibleText(text)).toBe(sound.trim() === '' ? '[a message without text]' : sound);
        expectHarmless(text);
      }),
    );
  });

  test('loses nothing but the signs of its markup when it comes as text', () => {
    // Not the signs of markup, and not what short names become.
    const said = (text: string) => text.replace(/:tada:|🎉/gu, '').replace(/[*_~`>\s]/gu, '');
    fc.assert(
      fc.property(hostileWriting, (written) => {
        const text = read({ text: escapeText(written) });
        if (said(soundText(written)) !== '') expect(said(visibleText(text))).toBe(said(soundText(written)));
        expectHarmless(text);
      }),
    );
  });

  test('is harmless even where somebody forged the markup', () => {
    fc.assert(
      fc.property(hostileWriting, fc.webUrl(), (written, url) => {
        const link = { type: 'link', url, text: written };
        const forged = { type: 'link', url: written, text: 'click' };
        expectHarmless(read({ text: written }));
        expectHarmless(read({ blocks: aRichTextBlock(aSection(link, forged, { type: 'emoji', name: written })) }));
      }),
    );
  });
});
