import { visibleText, type RichText } from '../../../../../../src/chat/rich-text.ts';
import type { WireEntry } from '../../../../wire.ts';

/** A text without its first line, where the card's title ends with the same words and more follows. */
export function withoutTitle(text: RichText, { content }: WireEntry): RichText {
  const [block, ...blocks] = text;
  const title = content.kind === 'card' && content.card.blocks.find(({ kind }) => kind === 'title');
  if (!block || !title || title.kind !== 'title') return text;
  const isTitle = (words: string) => words.trim() !== '' && title.text.endsWith(words.trim());
  if (blocks.length > 0 && isTitle(visibleText([block]))) return blocks;
  const [first, ...rest] = block.type === 'paragraph' ? block.children : [];
  const end = first?.type === 'text' ? first.value.indexOf('\n') : -1;
  if (block.type !== 'paragraph' || first?.type !== 'text' || end < 1 || !isTitle(first.value.slice(0, end)))
    return text;
  return [{ ...block, children: [{ ...first, value: first.value.slice(end + 1) }, ...rest] }, ...blocks];
}
