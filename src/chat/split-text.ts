import { visibleText, type RichText } from './rich-text.ts';
import { append } from './rich-text/paragraphs.ts';
import { fromPieces } from './rich-text/from-pieces.ts';
import { toPieces, type Measure, type Piece } from './rich-text/pieces.ts';

/**
 * Cuts a text into parts that a platform takes. Blocks stay whole where one part holds them; a longer one is cut
 * between lines or items where that leaves a part more than half full, else between words, inside a word only where
 * one alone is too long, and never inside a link, a mention or an emoji. What is cut goes on as the same kind of block.
 */
export const splitText = (text: RichText, maxLength: number, measure: Measure): RichText[] => [
  ...partsOf(text, maxLength, measure),
];

/** The beginning of a text, with `…` where more follows. */
export function beginningOf(text: RichText, maxLength: number, measure: Measure): RichText {
  if (measure(visibleText(text)) <= maxLength) return text;
  const [beginning = []] = partsOf(text, Math.max(1, maxLength - measure('\n…')), measure);
  return append(beginning, '…');
}

function* partsOf(text: RichText, maxLength: number, measure: Measure): Generator<RichText> {
  if (measure(visibleText(text)) <= maxLength) {
    yield text;
    return;
  }
  let part: Piece[] = [];
  let length = 0;
  const holds = (more: number) => part.length === 0 || length + more <= maxLength;
  const isAfter = (block: RichText[number]) => {
    const blockLength = measure(`\n${visibleText([block])}`);
    return !holds(blockLength) && (blockLength <= maxLength || length > maxLength / 2);
  };
  for (const block of text) {
    if (isAfter(block)) {
      yield fromPieces(part);
      part = [];
    }
    for (const piece of toPieces(block, { maxLength, measure })) {
      const carried = holds(piece.length) || piece.beginsLine ? [] : cutAtLine(part, maxLength);
      if (!holds(piece.length)) {
        yield fromPieces(part);
        part = carried;
        length = lengthOf(part);
      }
      if (!holds(piece.length)) {
        yield fromPieces(part);
        part = [];
      }
      length = part.length === 0 ? piece.openingLength : length + piece.length;
      part.push(piece);
    }
  }
  yield fromPieces(part);
}

/** As a part of their own. */
const lengthOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { length, openingLength }, index) => sum + (index === 0 ? openingLength : length), 0);

/** Takes off the line that was begun last, when it begins in the second half. @returns what was taken off */
function cutAtLine(part: Piece[], maxLength: number): Piece[] {
  let taken = 0;
  for (let index = part.length - 1; index > 0 && taken < maxLength / 2; index -= 1) {
    taken += part[index]?.length ?? 0;
    if (part[index]?.beginsLine) return part.splice(index);
  }
  return [];
}
