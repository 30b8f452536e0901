import type { types } from '@slack/bolt';
import { visibleLeaf, type Inline, type Leaf, type Mark } from '../../../src/chat/rich-text.ts';
import { honestly, labelOf } from '../../../src/chat/rich-text/links.ts';
import { toRuns } from '../../../src/chat/rich-text/runs.ts';
import { wellFormed } from './escape-text.ts';

export type InlineElement = types.RichTextText | types.RichTextLink | types.RichTextDate;

const STYLES = { strong: 'bold', emphasis: 'italic', delete: 'strike' } as const;

/** A date as each reader sees it in their own zone. The format is ours: one of a person's could say anything. */
const DATE_FORMAT = '{date_short_pretty} {time}';

/** Words as elements of a section, none of them empty. */
export const renderInline = (inline: readonly Inline[]): InlineElement[] =>
  toRuns(inline).flatMap(({ leaf, marks }) => {
    const style = Object.fromEntries([...marks].map((mark: Mark) => [STYLES[mark], true]));
    return renderLeaf(leaf).map((element) => withStyle(element, style));
  });

export const literal = (text: string): types.RichTextText => ({ type: 'text', text: wellFormed(text) });

/** Words in the style of code. */
export const literalCode = (text: string): types.RichTextText => ({ ...literal(text), style: { code: true } });

const withStyle = (element: InlineElement, style: object): InlineElement =>
  Object.keys(style).length === 0 ? element : { ...element, style: { ...element.style, ...style } };

function renderLeaf(leaf: Leaf): InlineElement[] {
  switch (leaf.type) {
    case 'text':
    case 'mention':
    case 'channel':
      return wordsOf(visibleLeaf(leaf));
    case 'inlineCode':
      return leaf.value === '' ? [] : [literalCode(leaf.value)];
    case 'date':
      return [{ type: 'date', timestamp: leaf.at, format: DATE_FORMAT, fallback: wellFormed(leaf.fallback) }];
    case 'link':
      return honestly(leaf).flatMap((node) => {
        if (node.type === 'link') return [link(node.url, labelOf(node))];
        return node.type === 'text' ? wordsOf(node.value) : [];
      });
  }
}

const wordsOf = (words: string): InlineElement[] => (words === '' ? [] : [literal(words)]);

const link = (url: string, label: string): types.RichTextLink => ({
  type: 'link',
  url,
  ...(label !== url && { text: wellFormed(label) }),
});
