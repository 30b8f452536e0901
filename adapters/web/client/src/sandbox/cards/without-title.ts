import type { RichText } from '../../../../../../src/chat/rich-text.ts';
import type { WireEntry } from '../../../../wire.ts';

/** A text without its first line, where the card's title ends with the same words and more follows. */
export function withoutTitle(text: RichText, { content }: WireEntry): RichText {
  const [first, ...rest] = text;
  if (content.kind !== 'card' || first?.kind !== 'text') return text;
  const title = content.card.blocks.find(({ kind }) => kind === 'title');
  const end = first.text.indexOf('\n');
  const isSaid = title?.kind === 'title' && end > 0 && title.text.endsWith(first.text.slice(0, end).trim());
  return isSaid ? [{ kind: 'text', text: first.text.slice(end + 1) }, ...rest] : text;
}
