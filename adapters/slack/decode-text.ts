import type { Span } from '../../src/chat/rich-text.ts';
import { text } from './span-list.ts';

const IN_BRACKETS = /<([^<>]*)>/;
const MENTION = /^@([A-Z][A-Z0-9]+)$/;
const CHANNEL = /^#([A-Z][A-Z0-9]+)$/;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Slack's `text` as spans: `<…>` is a mention, a link or a special word, and `&`, `<`, `>` of the author come escaped
 * (docs.slack.dev/messaging/formatting-message-text). Time grows with the length only; no input makes it throw.
 */
export function decodeText(raw: string): Span[] {
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

function decodeBrackets(inner: string): Span {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : decodeEntities(inner.slice(bar + 1));
  const userId = MENTION.exec(target)?.[1];
  if (userId !== undefined) return { kind: 'mention', userId, ...(label && { name: label.replace(/^@/, '') }) };
  const channelId = CHANNEL.exec(target)?.[1];
  if (channelId !== undefined) return text(`#${label || channelId}`);
  if (target.startsWith('!')) return text(decodeSpecial(target.slice(1), label));
  if (SCHEME.test(target)) return { kind: 'link', url: decodeEntities(target), ...(label && { text: label }) };
  return text(decodeEntities(`<${inner}>`));
}

/** `here`, `channel`, `everyone`, `subteam^S1`, `date^…`: the label is what Slack would show. */
function decodeSpecial(word: string, label: string): string {
  if (word.startsWith('subteam^')) return `@${label.replace(/^@/, '') || 'group'}`;
  if (word.startsWith('date^')) return label || word;
  return label || `@${word}`;
}

const CHARACTERS: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

const decodeEntities = (escaped: string): string =>
  escaped.replace(/&(?:amp|lt|gt);/g, (entity) => CHARACTERS[entity] ?? entity);
