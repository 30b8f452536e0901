import type { types } from '@slack/bolt';
import { visibleText, type RichText } from '../../../src/chat/rich-text.ts';
import { cut, escapeText, wellFormed } from './escape-text.ts';
import { literal } from './render-inline.ts';
import { renderBlocks } from './render-text-blocks.ts';

/** UTF-16 units of a fallback: Slack advises 4,000 (docs.slack.dev/reference/methods/chat.postMessage#truncating). */
const FALLBACK_LENGTH = 3_900;

/** More elements than anybody writes: what is set so finely goes out as plain words. */
const MOST_ELEMENTS = 1_000;

/** Slack refuses a post, or an element, without any text. */
const NOTHING_TO_SHOW = '(no text)';

/**
 * Words as a block in which nothing is markup: text elements are shown as they are, and mentions become names that
 * notify nobody (docs.slack.dev/reference/block-kit/blocks/rich-text-block).
 */
export function richTextBlock(text: RichText): types.RichTextBlock {
  const elements = renderBlocks(text);
  if (elements.length > 0 && countOf(elements) <= MOST_ELEMENTS) return { type: 'rich_text', elements };
  const words = literal(visibleText(text) || NOTHING_TO_SHOW);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [words] }] };
}

const countOf = (elements: readonly object[]): number =>
  elements.reduce((sum, element) => sum + 1 + ('elements' in element ? countOf(element.elements as object[]) : 0), 0);

/** What stands in a notification: the same words, escaped, so that they can be neither a mention nor a link. */
export function fallbackText(text: RichText): string {
  return escapeText(cut(wellFormed(visibleText(text)), FALLBACK_LENGTH)) || NOTHING_TO_SHOW;
}
