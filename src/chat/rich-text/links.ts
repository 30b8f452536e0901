import type { Inline, Link } from '../rich-text.ts';
import { isolate } from './isolate.ts';

const MAX_URL_LENGTH = 2_000;

/** An address that leads to the web or to a mailbox, does nothing else, and is all in sight. */
export const isSafeUrl = (url: string): boolean =>
  url.length <= MAX_URL_LENGTH && /^(?:https?:\/\/|mailto:)[^\s<>\p{Cc}\p{Cf}]+$/iu.test(url) && URL.canParse(url);

/** @param label what is shown for it; the address where nothing would be seen of the label */
export const linkTo = (url: string, label = ''): Link => ({
  type: 'link',
  url,
  children: label === url || UNSEEN.test(label) ? [] : [{ type: 'text', value: label }],
});

const UNSEEN = /^[\s\p{Cf}\p{Cc}\u115F\u1160\u2800\u3164\uFFA0]*$/u;

/** What a link shows. */
export const labelOf = ({ url, children }: Link): string => children.map(({ value }) => value).join('') || url;

/** The label is the address itself, as people write it: `acme.example` over `https://acme.example/`. */
export function isOwnAddress(link: Link): boolean {
  const label = labelOf(link);
  const bare = link.url.replace(/^(?:https?:\/\/|mailto:)/i, '');
  return [link.url, bare].some((address) => label === address || `${label}/` === address || label === `${address}/`);
}

/**
 * A link as what may be shown of it where a label stands alone: the link, when its label cannot be taken for another
 * address; else the label as words, with the address beside it.
 */
export function honestly(link: Link): readonly Inline[] {
  const label = labelOf(link);
  if (!isSafeUrl(link.url))
    return [{ type: 'text', value: isOwnAddress(link) ? label : `${isolate(label)} (${isolate(link.url)})` }];
  if (isHonest(label, link.url)) return [link];
  return [{ type: 'text', value: `${isolate(label)} (` }, linkTo(link.url), { type: 'text', value: ')' }];
}

/** A label that looks like an address must be that of its link: `bank.com` over another site is a trap. */
function isHonest(label: string, url: string): boolean {
  const looksLikeAddress = /:\/\/|[\p{L}\p{N}-][.\u3002\uFF0E\uFF61\u2024]\p{L}{2}/u.test(label.replace(INVISIBLE, ''));
  return !looksLikeAddress || address(label) === address(url);
}

/** What is not seen can hide a dot from the rule above, or turn an address around. */
const INVISIBLE = /\p{Cf}/gu;

const address = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^(?:https?:\/\/|mailto:)/, '')
    .replace(/\/$/, '');
