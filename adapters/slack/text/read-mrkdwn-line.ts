import { visibleLeaf, type Inline, type Leaf, type Mark } from '../../../src/chat/rich-text.ts';
import { fromRuns, type Run } from '../../../src/chat/rich-text/runs.ts';
import { withEmoji } from '../../../src/chat/emoji.ts';
import { decodeText, text } from './decode-text.ts';

const MARKS: ReadonlyMap<string, Mark> = new Map([
  ['*', 'strong'],
  ['_', 'emphasis'],
  ['~', 'delete'],
]);
const NO_MARKS: ReadonlySet<Mark> = new Set();

/** Most lines have nothing of the kind in them. */
const MARKUP = /[<&*_~`:]/;

/** One line of Slack's markup. What is no pair of signs around words is words. */
export function readMrkdwnLine(raw: string): Inline[] {
  if (!MARKUP.test(raw)) return raw === '' ? [] : [text(raw)];
  const pieces = decodeText(raw).flatMap(cutAtSigns);
  return fromRuns(styled(withCode(pieces)).map(withEmojiIn));
}

/** A sign that may be markup, some words, or a leaf that is neither. */
type Piece = { readonly sign: string } | { readonly leaf: Leaf };

const cutAtSigns = (leaf: Leaf): Piece[] =>
  leaf.type === 'text'
    ? leaf.value.split(/([*_~`])/).flatMap((value, index): Piece[] => {
        if (value === '') return [];
        return index % 2 === 1 ? [{ sign: value }] : [{ leaf: { type: 'text', value } }];
      })
    : [{ leaf }];

/** Code first: no sign in it means anything. */
function withCode(pieces: readonly Piece[]): Piece[] {
  const made: Piece[] = [];
  let begin = -1;
  for (const piece of pieces) {
    made.push(piece);
    if (!isSign(piece, '`')) continue;
    const code =
      begin < 0
        ? ''
        : made
            .slice(begin + 1, -1)
            .map(wordsOf)
            .join('');
    if (code.trim() === '') {
      begin = made.length - 1;
      continue;
    }
    made.splice(begin, made.length, { leaf: { type: 'inlineCode', value: code } });
    begin = -1;
  }
  return made;
}

/** Each pair of signs gives its mark to all between them. */
function styled(pieces: readonly Piece[]): Run[] {
  const pairs = new Map<number, { mark: Mark; opens: boolean }>();
  for (const [sign, mark] of MARKS) {
    let begin = -1;
    for (const [index, piece] of pieces.entries()) {
      if (!isSign(piece, sign)) continue;
      if (begin >= 0 && index > begin + 1 && mayClose(pieces, index)) {
        pairs.set(begin, { mark, opens: true }).set(index, { mark, opens: false });
        begin = -1;
      } else if (begin < 0 && mayOpen(pieces, index)) begin = index;
    }
  }
  return runsOf(pieces, pairs);
}

function runsOf(pieces: readonly Piece[], pairs: ReadonlyMap<number, { mark: Mark; opens: boolean }>): Run[] {
  const runs: Run[] = [];
  let marks = NO_MARKS;
  for (const [index, piece] of pieces.entries()) {
    const pair = pairs.get(index);
    if (!pair) runs.push({ leaf: 'leaf' in piece ? piece.leaf : { type: 'text', value: piece.sign }, marks });
    else if (pair.opens) marks = new Set([...marks, pair.mark]);
    else marks = new Set([...marks].filter((mark) => mark !== pair.mark));
  }
  return runs;
}

const isSign = (piece: Piece, sign: string): boolean => 'sign' in piece && piece.sign === sign;

const wordsOf = (piece: Piece | undefined): string =>
  piece === undefined ? '' : 'sign' in piece ? piece.sign : visibleLeaf(piece.leaf);

/** Not inside of a word, and before something: `snake_case` and `2 * 3` are words. */
const mayOpen = (pieces: readonly Piece[], index: number): boolean =>
  !/[\p{L}\p{N}]$/u.test(wordsOf(pieces[index - 1])) && /^\S/.test(wordsOf(pieces[index + 1]));

const mayClose = (pieces: readonly Piece[], index: number): boolean =>
  /\S$/.test(wordsOf(pieces[index - 1])) && !/^[\p{L}\p{N}]/u.test(wordsOf(pieces[index + 1]));

const withEmojiIn = ({ leaf, marks }: Run): Run =>
  leaf.type === 'text' ? { leaf: { ...leaf, value: withEmoji(leaf.value) }, marks } : { leaf, marks };
