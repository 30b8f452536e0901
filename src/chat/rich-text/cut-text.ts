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

/**
 * Graphemes are looked for only where a cut would be: it costs a hundred times what counting does. One that no part
 * holds, with its thousands of accents, is cut between code points.
 */
function* cutWord(word: string, maxLength: number, measure: Measure): Generator<string> {
  let begin = 0;
  let end = 0;
  let length = 0;
  for (const character of word) {
    length += measure(character);
    while (length > maxLength && end > begin) {
      const lastGrapheme = beginOfLast(word.slice(begin, end + character.length));
      const cut = lastGrapheme === 0 ? end : begin + lastGrapheme;
      yield word.slice(begin, cut);
      begin = cut;
      length = measure(word.slice(begin, end + character.length));
    }
    end += character.length;
  }
  yield word.slice(begin);
}

/** As many of its graphemes as there is room for. */
export function beginningOfWords(text: string, maxLength: number, measure: Measure): string {
  const [beginning = ''] = cutWord(text, maxLength, measure);
  return beginning;
}

/** Where the last grapheme of a text begins. */
const beginOfLast = (text: string): number => graphemes.segment(text).containing(text.length - 1)?.index ?? 0;
