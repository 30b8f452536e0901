import type { RichText } from '../../../../../src/chat/rich-text.ts';

const MARK = '//';

/** What begins so stays at the desk. */
export const isInternal = (text: string): boolean => text.trimStart().startsWith(MARK);

/** The note without its mark; null when it is none. */
export function internalNote(text: RichText): RichText | null {
  const [first, ...rest] = text;
  if (first?.kind !== 'text' || !isInternal(first.text)) return null;
  return [{ kind: 'text', text: first.text.trimStart().slice(MARK.length).trimStart() }, ...rest];
}
