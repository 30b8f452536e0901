import type { Inline, MomentInTime, Text } from '../rich-text.ts';

/** What the product's own lines are made of. */
export const words = (value: string): Text => ({ type: 'text', value });

/** Only for words of ours: what stands between backticks is to be typed, while anybody else's backticks mean nothing. */
export const typed = (text: string): Inline[] =>
  text
    .split('`')
    .map((value, index): Inline => (index % 2 === 0 ? words(value) : { type: 'inlineCode', value }))
    .filter((node) => 'value' in node && node.value !== '');

/** A time that stays true however late it is read. */
export const moment = (at: Date): MomentInTime => ({
  type: 'date',
  at: Math.floor(at.getTime() / 1000),
  fallback: inUtc(at),
});

/** A time where the reader's own zone is not known: `2026-11-24 11:58 UTC`. */
export const inUtc = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
