import type { Leaf } from '../../../src/chat/rich-text.ts';
import { linkTo } from '../../../src/chat/rich-text/links.ts';
import { dateOf } from './read-date.ts';

const IN_BRACKETS = /<([^<>]*)>/;
const MENTION = /^@([A-Z][A-Z0-9]+)$/;
const CHANNEL = /^#([A-Z][A-Z0-9]+)$/;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

export const text = (value: string): Leaf => ({ type: 'text', value });

/**
 * Slack's `text` as leaves: `<…>` is a mention, a link or a special word, and `&`, `<`, `>` of the author come escaped
 * (docs.slack.dev/messaging/formatting-message-text). Time grows with the length only; no input makes it throw.
 */
export function decodeText(raw: string): Leaf[] {
  return raw
    .split(IN_BRACKETS)
    .map((part, index) => (index % 2 === 0 ? text(decodeEntities(part)) : decodeBrackets(part)));
}

/** Names that `text` gives along with ids (`<#C1|general>`), which the blocks of the same message leave out. */
export function namesIn(raw: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [, id = '', name = ''] of raw.matchAll(/<(?:[@#]|!subteam\^)([A-Z][A-Z0-9]+)\|([^<>]+)>/g)) {
    names.set(id, decodeEntities(name).replace(/^[@#]/, ''));
  }
  return names;
}

function decodeBrackets(inner: string): Leaf {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : decodeEntities(inner.slice(bar + 1));
  const userId = MENTION.exec(target)?.[1];
  if (userId !== undefined) return { type: 'mention', userId, ...(label && { name: label.replace(/^@/, '') }) };
  const channelId = CHANNEL.exec(target)?.[1];
  if (channelId !== undefined) return { type: 'channel', name: label || channelId };
  if (target.startsWith('!')) return decodeSpecial(target.slice(1), label);
  if (SCHEME.test(target)) return linkTo(decodeEntities(target), label);
  return text(decodeEntities(`<${inner}>`));
}

/** `here`, `channel`, `everyone`, `subteam^S1`, `date^…`: the label is what Slack would show. */
function decodeSpecial(word: string, label: string): Leaf {
  if (word.startsWith('subteam^')) return text(`@${label.replace(/^@/, '') || 'group'}`);
  if (word.startsWith('date^')) return dateOf(Number(word.split('^')[1]), label) ?? text(label || word);
  return text(label || `@${word}`);
}

const CHARACTERS: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

export const decodeEntities = (escaped: string): string =>
  escaped.replace(/&(?:amp|lt|gt);/g, (entity) => CHARACTERS[entity] ?? entity);
