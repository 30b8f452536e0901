import type { types } from '@slack/bolt';
import { THEMATIC_BREAK, visibleText, type Block, type Blockquote, type Inline } from '../../../src/chat/rich-text.ts';
import { joinParagraphs } from '../../../src/chat/rich-text/paragraphs.ts';
import { literal, literalCode, renderInline, type InlineElement } from './render-inline.ts';
import { renderList } from './render-list.ts';

export type Element = types.RichTextBlockElement;

/** Blocks as the elements of a `rich_text` block. Slack knows no headings and no lines: they become bold, and signs. */
export function renderBlocks(blocks: readonly Block[]): Element[] {
  return joinParagraphs(blocks.map(toParagraph)).flatMap(renderBlock);
}

/** What stands in a section. A heading's words are bold throughout. */
function toParagraph(block: Block): Block {
  if (block.type === 'heading') return { type: 'paragraph', children: [{ type: 'strong', children: block.children }] };
  if (block.type === 'thematicBreak') return { type: 'paragraph', children: [{ type: 'text', value: THEMATIC_BREAK }] };
  return block;
}

function renderBlock(block: Block): Element[] {
  switch (block.type) {
    case 'paragraph':
      return section(block.children);
    case 'code':
      return block.value === '' ? [] : [code(block.value, block.lang)];
    case 'list':
      return renderList(block, 0, renderBlocks);
    case 'blockquote':
      return renderQuote(block);
    case 'heading':
    case 'thematicBreak':
      return [];
  }
}

function section(words: readonly Inline[]): Element[] {
  const elements = renderInline(words);
  return elements.length > 0 ? [{ type: 'rich_text_section', elements }] : [];
}

/** The language is documented (docs.slack.dev/reference/block-kit/block-elements/rich-text-preformatted-element). */
function code(value: string, language: string | undefined): Element {
  const element: types.RichTextPreformatted & { language?: string } = {
    type: 'rich_text_preformatted',
    elements: [literal(value)],
    ...(language !== undefined && { language }),
  };
  return element;
}

/** A quotation holds words alone; a list in it has its line beside it, other blocks become words. */
function renderQuote({ children }: Blockquote): Element[] {
  const elements: Element[] = [];
  let lines: InlineElement[] = [];
  const flush = (): void => {
    if (lines.length > 0) elements.push({ type: 'rich_text_quote', elements: lines });
    lines = [];
  };
  for (const block of joinParagraphs(children.map(toParagraph))) {
    const list = block.type === 'list' ? renderList(block, 0, renderBlocks) : [];
    if (list.length > 0 && list.every(({ type }) => type === 'rich_text_list')) {
      flush();
      elements.push(...list.map((element) => ({ ...element, border: 1 }) as Element));
    } else {
      lines.push(...(lines.length > 0 ? [literal('\n')] : []), ...quotedWords(block));
    }
  }
  flush();
  return elements;
}

function quotedWords(block: Block): InlineElement[] {
  if (block.type === 'paragraph') return renderInline(block.children);
  const words = visibleText([block]);
  if (words === '') return [];
  return [block.type === 'code' ? literalCode(words) : literal(words)];
}
