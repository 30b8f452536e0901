import type { CardBlock } from '../card.ts';
import type { OutgoingContent } from '../message.ts';
import type { Leaf, RichText } from '../rich-text.ts';
import { linkTo } from './links.ts';
import { fromRuns } from './runs.ts';

/** A text as it was kept before it had formatting: spans in a row. */
type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mention'; readonly userId: string; readonly name?: string }
  | { readonly kind: 'link'; readonly url: string; readonly text?: string };

/** A text as it was kept, by this version or by one before. While a new version starts, the old one still writes. */
export function storedText(stored: unknown): RichText {
  const nodes = stored as readonly (Span | RichText[number])[];
  if (!nodes.some((node) => 'kind' in node)) return nodes as RichText;
  const runs = (nodes as readonly Span[]).map((span) => ({ leaf: leafOf(span), marks: new Set<never>() }));
  return [{ type: 'paragraph', children: fromRuns(runs) }];
}

function leafOf(span: Span): Leaf {
  switch (span.kind) {
    case 'text':
      return { type: 'text', value: span.text };
    case 'mention':
      return { type: 'mention', userId: span.userId, ...(span.name !== undefined && { name: span.name }) };
    case 'link':
      return linkTo(span.url, span.text);
  }
}

/** The same for whatever was posted. */
export function storedContent(stored: unknown): OutgoingContent {
  const content = stored as OutgoingContent;
  if (content.kind === 'text') return { ...content, text: storedText(content.text) };
  if (content.kind === 'file') return content;
  return { ...content, card: { blocks: content.card.blocks.map(storedBlock) } };
}

const storedBlock = (block: CardBlock): CardBlock =>
  block.kind === 'text' ? { ...block, text: storedText(block.text) } : block;
