import type { types } from '@slack/bolt';
import { cut, wellFormed } from './escape-text.ts';

/**
 * Text in which nothing is markup, at most `length` UTF-16 units of it. An empty text object is refused; a dash says
 * that there is nothing.
 */
export const plainText = (text: string, length: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: cut(wellFormed(text.trim()), length) || '–',
  emoji: false,
});
