import { beginningOfWords } from '../../../src/chat/rich-text/cut-text.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The three characters with which all of Slack's markup begins (docs.slack.dev/messaging/formatting-message-text). */
export const escapeText = (text: string): string => text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');

/** Slack counts the three escaped characters as their entities. */
export const textLength = (text: string): number => escapeText(text).length;

/** Half of a surrogate pair is no text: the form encoding throws on it, and Slack's JSON reader refuses it. */
export const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** At most `length` UTF-16 units, two or more of them, never a part of an emoji, with `…` where something was cut. */
export const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${beginningOfWords(text, length - 1, (part) => part.length)}…`;
