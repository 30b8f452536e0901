import { z } from 'zod';
import type { Span } from '../../src/chat/rich-text.ts';
import { fromCodePoints } from './emoji-names.ts';
import { joinLines, prefixLines, text } from './span-list.ts';

type Names = ReadonlyMap<string, string>;

const word = z.string().optional().catch(undefined);
const count = z.number().int().min(0).max(1000).optional().catch(undefined);
const children = z.array(z.unknown()).catch([]);

const elementSchema = z.object({ type: z.string(), elements: children, style: word, indent: count, offset: count });
type Element = z.infer<typeof elementSchema>;

const inlineSchema = z.object({
  type: z.string(),
  text: word,
  url: word,
  user_id: word,
  usergroup_id: word,
  channel_id: word,
  range: word,
  name: word,
  unicode: word,
  value: word,
  fallback: word,
  timestamp: z.number().optional().catch(undefined),
});
type Inline = z.infer<typeof inlineSchema>;

/**
 * The words of a message's `rich_text` blocks, styles left out: what a person typed in Slack's editor
 * (docs.slack.dev/reference/block-kit/blocks/rich-text-block). Empty when there is no such block. Never throws.
 * @param names what ids are called, where the message says so elsewhere
 */
export function readBlocks(blocks: unknown, names: Names): Span[] {
  const richText = elements(blocks).filter((block) => block.type === 'rich_text');
  return joinLines(richText.flatMap((block) => elements(block.elements).map((part) => readElement(part, names))));
}

const elements = (candidates: unknown): Element[] =>
  children.parse(candidates).flatMap((candidate) => elementSchema.safeParse(candidate).data ?? []);

function readElement(element: Element, names: Names): Span[] {
  if (element.type === 'rich_text_list') return readList(element, names);
  const spans = readInlines(element, names);
  return element.type === 'rich_text_quote' ? prefixLines(spans, '> ') : spans;
}

function readList(list: Element, names: Names): Span[] {
  const indent = '    '.repeat(Math.min(list.indent ?? 0, 8));
  const first = (list.offset ?? 0) + 1;
  const items = elements(list.elements).map((item, index) => {
    const bullet = list.style === 'ordered' ? `${first + index}. ` : '• ';
    return [text(indent + bullet), ...readInlines(item, names)];
  });
  return joinLines(items);
}

const readInlines = (element: Element, names: Names): Span[] =>
  element.elements.flatMap((candidate) => {
    const inline = inlineSchema.safeParse(candidate).data;
    return inline ? [readInline(inline, names)] : [];
  });

function readInline(inline: Inline, names: Names): Span {
  if (inline.type === 'link' && inline.url) {
    return { kind: 'link', url: inline.url, ...(inline.text && { text: inline.text }) };
  }
  if (inline.type === 'user' && inline.user_id) {
    const name = names.get(inline.user_id);
    return { kind: 'mention', userId: inline.user_id, ...(name && { name }) };
  }
  return text(visibleWords(inline, names));
}

function visibleWords(inline: Inline, names: Names): string {
  switch (inline.type) {
    case 'emoji':
      return fromCodePoints(inline.unicode ?? '') ?? `:${inline.name ?? 'emoji'}:`;
    case 'broadcast':
      return `@${inline.range ?? 'channel'}`;
    case 'channel':
      return `#${names.get(inline.channel_id ?? '') ?? inline.channel_id ?? 'channel'}`;
    case 'usergroup':
      return `@${names.get(inline.usergroup_id ?? '') ?? 'group'}`;
    case 'color':
      return inline.value ?? '';
    case 'date':
      return inline.fallback ?? isoDate(inline.timestamp);
    default:
      return inline.text ?? '';
  }
}

/** @param seconds since 1970 */
function isoDate(seconds: number | undefined): string {
  const date = new Date((seconds ?? NaN) * 1000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
