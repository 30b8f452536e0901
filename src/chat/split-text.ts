import { visibleSpan, type RichText, type Span } from './rich-text.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How long a text is, in the units of a platform's limit. */
type Measure = (text: string) => number;

/**
 * Cuts a text into parts that a platform takes: between lines where that leaves a part more than half full, else
 * between words, inside a word only where one alone is too long, and never inside a link, a mention or an emoji.
 */
export function splitText(text: RichText, maxLength: number, measure: Measure): RichText[] {
  const parts: Span[][] = [];
  let part: Span[] = [];
  let length = 0;
  for (const piece of text.flatMap((span) => pieces(span, maxLength, measure))) {
    const pieceLength = measure(visibleSpan(piece));
    if (length + pieceLength > maxLength && part.length > 0) {
      const carried = cutAtLine(part);
      parts.push(part);
      part = carried;
      length = lengthOf(part, measure);
    }
    part.push(piece);
    length += pieceLength;
  }
  if (part.length > 0 || parts.length === 0) parts.push(part);
  return parts.map(joinText);
}

/** Takes off what follows the last line break, when that stands in the second half. @returns what was taken off */
function cutAtLine(part: Span[]): Span[] {
  const line = part.findLastIndex((span) => span.kind === 'text' && span.text.includes('\n'));
  return line > part.length / 2 ? part.splice(line + 1) : [];
}

const lengthOf = (part: RichText, measure: Measure): number =>
  part.reduce((sum, span) => sum + measure(visibleSpan(span)), 0);

/** What is never cut: words, the space between them, whole links and mentions. */
function pieces(span: Span, maxLength: number, measure: Measure): Span[] {
  if (span.kind !== 'text') return [span];
  const words = span.text.split(/(\s+)/).filter((word) => word !== '');
  return words.flatMap((word) =>
    measure(word) <= maxLength ? [asText(word)] : cutWord(word, maxLength, measure).map(asText),
  );
}

function cutWord(word: string, maxLength: number, measure: Measure): string[] {
  const cut: string[] = [];
  let piece = '';
  let length = 0;
  for (const { segment } of graphemes.segment(word)) {
    const segmentLength = measure(segment);
    if (length + segmentLength > maxLength && piece !== '') {
      cut.push(piece);
      piece = '';
      length = 0;
    }
    piece += segment;
    length += segmentLength;
  }
  return [...cut, piece];
}

const asText = (text: string): Span => ({ kind: 'text', text });

function joinText(part: RichText): RichText {
  const joined: Span[] = [];
  for (const span of part) {
    const last = joined.at(-1);
    if (span.kind === 'text' && last?.kind === 'text') joined[joined.length - 1] = asText(last.text + span.text);
    else joined.push(span);
  }
  return joined;
}
