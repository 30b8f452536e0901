import { isOwnAddress, labelOf } from './rich-text/links.ts';
import { isolate } from './rich-text/isolate.ts';

/**
 * What a person said, as a tree that is markup nowhere: a closed set of the nodes of mdast
 * (github.com/syntax-tree/mdast), and three of our own. Adapters render every node for their platform.
 * Line breaks stand in the texts as they are. A mention is shown as a name and never notifies anyone.
 */
export type RichText = readonly Block[];

export type Block = Paragraph | Heading | Blockquote | List | Code | ThematicBreak;

export interface Paragraph {
  readonly type: 'paragraph';
  readonly children: readonly Inline[];
}

export interface Heading {
  readonly type: 'heading';
  readonly depth: 1 | 2 | 3 | 4 | 5 | 6;
  readonly children: readonly Inline[];
}

export interface Blockquote {
  readonly type: 'blockquote';
  readonly children: readonly Block[];
}

export interface List {
  readonly type: 'list';
  readonly ordered: boolean;
  /** The number of its first item, where it is ordered and that is not 1. */
  readonly start?: number;
  readonly children: readonly ListItem[];
}

export interface ListItem {
  readonly type: 'listItem';
  readonly children: readonly Block[];
}

export interface Code {
  readonly type: 'code';
  /** What language it is in, where that was said. */
  readonly lang?: string;
  readonly value: string;
}

export interface ThematicBreak {
  readonly type: 'thematicBreak';
}

export type Inline = Marked | Leaf;

export type Mark = 'strong' | 'emphasis' | 'delete';

export interface Marked {
  readonly type: Mark;
  readonly children: readonly Inline[];
}

/** What has no formatting inside. An emoji is a text of its own characters, `:name:` where there are none. */
export type Leaf = Text | InlineCode | Link | Mention | Channel | MomentInTime;

export interface Text {
  readonly type: 'text';
  readonly value: string;
}

export interface InlineCode {
  readonly type: 'inlineCode';
  readonly value: string;
}

export interface Link {
  readonly type: 'link';
  readonly url: string;
  /** Its label; without one it shows its address. */
  readonly children: readonly Text[];
}

export interface Mention {
  readonly type: 'mention';
  readonly userId: string;
  readonly name?: string;
}

export interface Channel {
  readonly type: 'channel';
  readonly name: string;
}

export interface MomentInTime {
  readonly type: 'date';
  /** Seconds since 1970. */
  readonly at: number;
  /** How it reads where the reader's own zone is not known. */
  readonly fallback: string;
}

/** What is shown as a line between parts. */
export const THEMATIC_BREAK = '---';

/** A tree that shows exactly this text. */
export const plain = (text: string): RichText =>
  text === '' ? [] : [{ type: 'paragraph', children: [{ type: 'text', value: text }] }];

/** Whether a text is nothing but words. */
export const isPlain = (text: RichText): boolean =>
  text.length === 0 ||
  (text.length === 1 && text.every((block) => block.type === 'paragraph' && areWords(block.children)));

const areWords = (inline: readonly Inline[]): boolean => inline.every(({ type }) => type === 'text');

/** The text as a person sees it. */
export const visibleText = (text: RichText): string => text.map(visibleBlock).join('\n');

function visibleBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return visibleInline(block.children);
    case 'blockquote':
      return `> ${visibleText(block.children).replaceAll('\n', '\n> ')}`;
    case 'list':
      return block.children.map((item, index) => `${bulletOf(block, index)}${visibleItem(item)}`).join('\n');
    case 'code':
      return block.value;
    case 'thematicBreak':
      return THEMATIC_BREAK;
  }
}

/** What stands before an item. */
export const bulletOf = ({ ordered, start = 1 }: List, index: number): string =>
  ordered ? `${start + index}. ` : '• ';

/** How far a list stands in that is part of an item. */
export const INDENT = '    ';

const visibleItem = ({ children }: ListItem): string =>
  children
    .map((block) => {
      const text = visibleBlock(block);
      return block.type === 'list' ? `${INDENT}${text.replaceAll('\n', `\n${INDENT}`)}` : text;
    })
    .join('\n');

export const visibleInline = (inline: readonly Inline[]): string =>
  inline
    .map((node) => ('children' in node && node.type !== 'link' ? visibleInline(node.children) : visibleLeaf(node)))
    .join('');

export function visibleLeaf(leaf: Leaf): string {
  switch (leaf.type) {
    case 'text':
    case 'inlineCode':
      return leaf.value;
    case 'mention':
      return `@${isolate(leaf.name ?? 'someone')}`;
    case 'channel':
      return `#${leaf.name}`;
    case 'date':
      return leaf.fallback;
    case 'link':
      return isOwnAddress(leaf) ? labelOf(leaf) : `${isolate(labelOf(leaf))} (${isolate(leaf.url)})`;
  }
}
