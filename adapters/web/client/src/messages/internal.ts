import { visibleText, type Block, type Inline, type RichText } from '../../../../../src/chat/rich-text.ts';

const MARK = '//';

/** What begins so stays at the desk. */
export const isInternal = (text: string): boolean => text.trimStart().startsWith(MARK);

/** The note without its mark; null when it is none. */
export const internalNote = (text: RichText): RichText | null =>
  isInternal(visibleText(text)) ? withoutMark(text) : null;

/** The mark is seen first, and so stands in what comes first. */
const withoutMark = ([first, ...rest]: RichText): RichText => (first ? [withoutMarkIn(first), ...rest] : []);

function withoutMarkIn(block: Block): Block {
  if (block.type === 'paragraph' || block.type === 'heading') return { ...block, children: cutIn(block.children) };
  return block.type === 'code' ? { ...block, value: cut(block.value) } : block;
}

function cutIn([first, ...rest]: readonly Inline[]): Inline[] {
  if (!first || first.type === 'link') return first ? [first, ...rest] : rest;
  if ('children' in first) return [{ ...first, children: cutIn(first.children) }, ...rest];
  return ['value' in first ? { ...first, value: cut(first.value) } : first, ...rest];
}

const cut = (words: string): string => (isInternal(words) ? words.trimStart().slice(MARK.length).trimStart() : words);
