import { visibleLeaf, type Leaf, type RichText } from '../../chat/rich-text.ts';
import { leavesOf } from '../../chat/rich-text/leaves.ts';

/** A word of an order. A person is one that was picked from the platform's own list. */
export type Word =
  | { readonly kind: 'person'; readonly userId: string }
  /** Words in quotation marks are one. */
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean };

/** Pairs that keyboards and platforms make of quotation marks. */
const PATTERN = /"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»|([^\s"“„«]+)/gu;

/** The words of an order: any number of spaces parts them. */
export const readWords = (text: RichText): Word[] => joined(leavesOf(text)).flatMap(wordsIn);

/** Styles cut a text into pieces, which may stand in the middle of a word. */
function joined(leaves: readonly Leaf[]): (string | { readonly userId: string })[] {
  const parts: (string | { readonly userId: string })[] = [];
  for (const leaf of leaves) {
    const last = parts.at(-1);
    if (leaf.type === 'mention') parts.push({ userId: leaf.userId });
    else if (typeof last === 'string') parts.splice(-1, 1, last + visibleLeaf(leaf));
    else parts.push(visibleLeaf(leaf));
  }
  return parts;
}

function wordsIn(part: string | { readonly userId: string }): Word[] {
  if (typeof part !== 'string') return [{ kind: 'person', userId: part.userId }];
  return [...part.matchAll(PATTERN)].flatMap(([, ...groups]): Word[] => {
    const found: readonly (string | undefined)[] = groups;
    const word = found.at(-1);
    if (word !== undefined) return [{ kind: 'word', text: word, quoted: false }];
    const quoted = found.find((words) => words !== undefined)?.trim() ?? '';
    return quoted === '' ? [] : [{ kind: 'word', text: quoted, quoted: true }];
  });
}

/** A plain word as programs compare it; undefined for anything else. */
export const plainWord = (word: Word | undefined): string | undefined =>
  word?.kind === 'word' && !word.quoted ? word.text.toLowerCase() : undefined;
