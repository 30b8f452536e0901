import type { Measure } from './pieces.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

const WORDS = /\n|[^\S\n]+|\S+/g;

/** Words, spaces and line breaks; a word that is longer than `maxLength` as pieces between its graphemes. */
export function* cutText(text: string, maxLength: number, measure: Measure): Generator<string> {
  for (const [word] of text.matchAll(WORDS)) {
    if (measure(word) <= maxLength) yield word;
    else yield* cutWord(word, maxLength, measure);
  }
}

function* cutWord(word: string, maxLength: number, measure: Measure): Generator<string> {
  let piece = '';
  let length = 0;
  for (const character of charactersOf(word, maxLength, measure)) {
    const characterLength = measure(character);
    if (length + characterLength > maxLength && piece !== '') {
      yield piece;
      piece = '';
      length = 0;
    }
    piece += character;
    length += characterLength;
  }
  yield piece;
}

/** Graphemes; one that no part holds, with its thousands of accents, by code points. */
function* charactersOf(word: string, maxLength: number, measure: Measure): Generator<string> {
  for (const { segment } of graphemes.segment(word)) {
    if (measure(segment) <= maxLength) yield segment;
    else yield* segment;
  }
}
