import type { Instead } from '../../delivery/delivery.ts';
import type { PlatformErrorKind } from '../../chat/platform-error.ts';
import { plain, visibleText, type RichText } from '../../chat/rich-text.ts';
import { isolate } from '../../chat/rich-text/isolate.ts';
import { beginningOf } from '../../chat/split-text.ts';

/** How a message stands that did not arrive as it should. */
export type Fate =
  | { readonly kind: 'late' }
  | { readonly kind: 'failed'; readonly why: PlatformErrorKind }
  /** A file; it is told there, too, that it is missing. */
  | { readonly kind: 'missing'; readonly why: Instead }
  | { readonly kind: 'delivered'; readonly lateMs: number };

/** One line about it. @param words what was said */
export function noteLine(merchant: string, words: RichText, fate: Fate): string {
  const to = isolate(merchant);
  const what = excerptOf(words);
  switch (fate.kind) {
    case 'late':
      return `Not delivered to ${to} yet: ${what}. Switchboard keeps trying.`;
    case 'failed':
      return `Not delivered to ${to}: ${what}. ${WHY_FAILED[fate.why]}`;
    case 'missing':
      return `Not delivered to ${to}: ${what}. ${WHY_MISSING[fate.why]}`;
    case 'delivered':
      return `Delivered to ${to}, ${howLong(fate.lateMs)} late: ${what}.`;
  }
}

/** What happened, that nothing was lost, and what to do. */
const WHY_FAILED: Readonly<Record<PlatformErrorKind, string>> = {
  gone:
    'Their channel is gone, or Switchboard was removed from it. It is kept: when Switchboard is invited again within ' +
    'a day it is sent by itself, later with Retry.',
  unauthorized: 'Switchboard may not write there any more. Ask an admin to connect the workspace again, then retry.',
  rejected: 'Their chat does not take it as it is. Say it in other words, or retry.',
  'rate-limited': 'Their chat took nothing more for a day. It is kept: retry when you like.',
  transient: 'Their chat did not take it for a day. It is kept: retry when you like.',
  ambiguous: 'Their chat did not say whether it took it. Look there before you retry.',
};

const WHY_MISSING: Readonly<Record<Instead, string>> = {
  gone: 'The file was gone before it could be brought there.',
  unreadable: 'The file could not be read here. Ask an admin to install the app again with all its scopes.',
  refused: 'Their chat does not take files like it.',
  link: 'They were given a link to it.',
};

const EXCERPT_LENGTH = 60;

function excerptOf(words: RichText): string {
  const line = visibleText(words).replace(/\s+/g, ' ').trim();
  if (line === '') return 'a message without words';
  return `“${isolate(visibleText(beginningOf(plain(line), EXCERPT_LENGTH, (part) => part.length)))}”`;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A length of time as people say it, in the largest unit of which there are two, or in the smallest. */
export function howLong(ms: number): string {
  if (ms < 59.5 * SECOND_MS) return count(ms / SECOND_MS, 'a second', 'seconds');
  if (ms < 119.5 * MINUTE_MS) return count(ms / MINUTE_MS, 'a minute', 'minutes');
  if (ms < 47.5 * HOUR_MS) return count(ms / HOUR_MS, 'an hour', 'hours');
  return count(ms / DAY_MS, 'a day', 'days');
}

function count(exactly: number, one: string, many: string): string {
  const rounded = Math.max(1, Math.round(exactly));
  return rounded === 1 ? one : `${rounded} ${many}`;
}
