import type { types } from '@slack/bolt';
import { visibleText, type Block, type List } from '../../../src/chat/rich-text.ts';
import { literal, renderInline } from './render-inline.ts';

type Element = types.RichTextBlockElement;
type FlatList = types.RichTextList & { offset?: number };

/** How far Slack's own editor lets a list stand in. */
const MOST_INDENT = 8;

/**
 * A list as Slack has it: what is nested, and what is no line of words, stands between lists that go on. A number below
 * one is more than Slack can count.
 */
export function renderList(
  list: List,
  indent: number,
  renderBlocks: (blocks: readonly Block[]) => Element[],
): Element[] {
  if (list.ordered && list.start === 0)
    return [{ type: 'rich_text_section', elements: [literal(visibleText([list]))] }];
  const elements: Element[] = [];
  let current: FlatList | undefined;
  for (const [index, item] of list.children.entries()) {
    const [first, ...others] = item.children;
    const words = first?.type === 'paragraph' ? renderInline(first.children) : [];
    current ??= beginList(list, index, indent, elements);
    // Slack refuses an item without any text.
    current.elements.push({ type: 'rich_text_section', elements: words.length > 0 ? words : [literal(' ')] });
    const rest = first?.type === 'paragraph' ? others : item.children;
    if (rest.length > 0) current = undefined;
    for (const block of rest) {
      elements.push(...(block.type === 'list' ? renderList(block, indent + 1, renderBlocks) : renderBlocks([block])));
    }
  }
  return elements;
}

function beginList({ ordered, start = 1 }: List, index: number, indent: number, elements: Element[]): FlatList {
  const offset = start - 1 + index;
  const list: FlatList = {
    type: 'rich_text_list',
    style: ordered ? 'ordered' : 'bullet',
    elements: [],
    ...(indent > 0 && { indent: Math.min(indent, MOST_INDENT) }),
    ...(ordered && offset > 0 && { offset }),
  };
  elements.push(list);
  return list;
}
