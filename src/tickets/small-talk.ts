/** Words with which people greet, each enough to make a greeting of what consists of nothing but small talk. */
const GREETINGS = new Set('hi hello hey heya hiya howdy morning afternoon evening hola hallo bonjour ciao'.split(' '));

const THANKS = new Set('thanks thank thx ty tysm cheers merci danke gracias grazie obrigado'.split(' '));

/** Words that ask for nothing when they stand beside the others. */
const FILLERS = new Set(
  (
    'good day there all team everyone everybody folks guys again so very much a lot many you for your the help ' +
    'support ok okay great perfect awesome super nice cool got it that works noted will do and to dear'
  ).split(' '),
);

/** More words than this and somebody is saying something. */
const MOST_WORDS = 8;

export type SmallTalk = 'greeting' | 'thanks';

/**
 * Whether a text is nothing but a greeting or a thank-you. In doubt it is not: a ticket too many is closed in a moment,
 * one too few leaves a person waiting.
 */
export function smallTalk(text: string): SmallTalk | null {
  // A question mark asks for something: "Hello?" is somebody waiting.
  if (text.includes('?') || text.length > 200) return null;
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0 || words.length > MOST_WORDS) return null;
  if (!words.every((word) => GREETINGS.has(word) || THANKS.has(word) || FILLERS.has(word))) return null;
  if (words.some((word) => THANKS.has(word))) return 'thanks';
  return words.some((word) => GREETINGS.has(word)) ? 'greeting' : null;
}
