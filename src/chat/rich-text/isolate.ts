const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** Characters that are written from right to left, and those that say so. */
const TURNS =
  /[\u061C\u200F\u202A-\u202E\u2066-\u2069]|\p{Script=Hebrew}|\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/u;

/**
 * Somebody's words for a place in a line of ours: whatever turns the direction of writing in them ends with them
 * (unicode.org/reports/tr9, isolates). Words that turn nothing stay as they are.
 */
export const isolate = (words: string): string =>
  TURNS.test(words) ? `${FIRST_STRONG_ISOLATE}${closed(words)}${POP_ISOLATE}` : words;

/** Neither ends an isolate that began before it, nor leaves one open. */
function closed(words: string): string {
  let open = 0;
  const balanced = words.replace(/[\u2066-\u2069]/g, (sign) => {
    if (sign !== POP_ISOLATE) open += 1;
    else if (open === 0) return '';
    else open -= 1;
    return sign;
  });
  return balanced + POP_ISOLATE.repeat(open);
}
