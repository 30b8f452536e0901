import type { types } from '@slack/bolt';
import { visibleSpan, visibleText, type RichText, type Span } from '../../src/chat/rich-text.ts';
import { cut, escapeText, wellFormed } from './escape-text.ts';

/** UTF-16 units of a fallback: Slack advises 4,000 (docs.slack.dev/reference/methods/chat.postMessage#truncating). */
const FALLBACK_LENGTH = 3_900;

/** Slack refuses a post, or an element, without any text. */
const NOTHING_TO_SHOW = '(no text)';

const MAX_URL_LENGTH = 2_000;

/**
 * Words as a block in which nothing is markup: text elements are shown as they are, and mentions become names that
 * notify nobody (docs.slack.dev/reference/block-kit/blocks/rich-text-block).
 */
export function richTextBlock(text: RichText): types.RichTextBlock {
  const elements = text.flatMap(renderSpan).filter((element) => element.type !== 'text' || element.text !== '');
  const shown = elements.length > 0 ? elements : [literal(NOTHING_TO_SHOW)];
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: shown }] };
}

/** What stands in a notification: the same words, escaped, so that they can be neither a mention nor a link. */
export function fallbackText(text: RichText): string {
  return escapeText(cut(wellFormed(visibleText(text)), FALLBACK_LENGTH)) || NOTHING_TO_SHOW;
}

type Element = types.RichTextText | types.RichTextLink;

const literal = (text: string): types.RichTextText => ({ type: 'text', text: wellFormed(text) });

export const link = (url: string, text?: string): types.RichTextLink => ({
  type: 'link',
  url,
  ...(text && { text: wellFormed(text) }),
});

function renderSpan(span: Span): Element[] {
  if (span.kind !== 'link' || !isSafe(span.url)) return [literal(visibleSpan(span))];
  const label = span.text;
  if (label === undefined || label === '' || label === span.url) return [link(span.url)];
  if (isHonest(label, span.url)) return [link(span.url, label)];
  return [literal(`${label} (`), link(span.url), literal(')')];
}

const isSafe = (url: string): boolean =>
  url.length <= MAX_URL_LENGTH && /^(?:https?:\/\/|mailto:)[^\s<>]+$/i.test(url) && URL.canParse(url);

/** A label that looks like an address must be that of its link: `bank.com` over another site is a trap. */
function isHonest(label: string, url: string): boolean {
  const looksLikeAddress = /:\/\/|[\p{L}\p{N}-][.\u3002\uFF0E\uFF61\u2024]\p{L}{2}/u.test(label);
  return !looksLikeAddress || address(label) === address(url);
}

const address = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^(?:https?:\/\/|mailto:)/, '')
    .replace(/\/$/, '');
