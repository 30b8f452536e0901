const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The three characters with which all of Slack's markup begins (docs.slack.dev/messaging/formatting-message-text). */
export const escapeText = (text: string): string => text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');

/** Slack counts the three escaped characters as their entities. */
export const textLength = (text: string): number => escapeText(text).length;

/** Half of a surrogate pair is no text: the form encoding throws on it, and Slack's JSON reader refuses it. */
export const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** At most `length` UTF-16 units, never half of a character, with `…` where something was cut. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, Math.max(0, length - 1)).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
