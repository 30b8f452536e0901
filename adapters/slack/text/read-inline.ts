import { z } from 'zod';
import { emojiNamed, fromCodePoints } from '../../../src/chat/emoji.ts';
import { visibleLeaf, type Leaf, type Mark } from '../../../src/chat/rich-text.ts';
import { linkTo } from '../../../src/chat/rich-text/links.ts';
import type { Run } from '../../../src/chat/rich-text/runs.ts';
import { soundText } from '../../../src/chat/rich-text/sound-text.ts';
import { text } from './decode-text.ts';
import { dateOf } from './read-date.ts';

export type Names = ReadonlyMap<string, string>;

const word = z
  .string()
  .transform((value) => soundText(value))
  .optional()
  .catch(undefined);
const flag = z.boolean().optional().catch(undefined);

const inlineSchema = z.object({
  type: z.string(),
  style: z.object({ bold: flag, italic: flag, strike: flag, code: flag }).optional().catch(undefined),
  text: word,
  url: word,
  user_id: word,
  usergroup_id: word,
  channel_id: word,
  team_id: word,
  range: word,
  name: word,
  unicode: word,
  value: word,
  fallback: word,
  timestamp: z.number().optional().catch(undefined),
});
type Element = z.infer<typeof inlineSchema>;

/** An element of a section with its style; none for what is no element. */
export function readInline(candidate: unknown, names: Names): Run[] {
  const element = inlineSchema.safeParse(candidate).data;
  if (!element) return [];
  const leaf = readLeaf(element, names);
  const isCode = element.style?.code === true && leaf.type !== 'link';
  return [{ leaf: isCode ? { type: 'inlineCode', value: visibleLeaf(leaf) } : leaf, marks: marksOf(element) }];
}

function marksOf({ style }: Element): ReadonlySet<Mark> {
  const marks = new Set<Mark>();
  if (style?.bold) marks.add('strong');
  if (style?.italic) marks.add('emphasis');
  if (style?.strike) marks.add('delete');
  return marks;
}

function readLeaf(element: Element, names: Names): Leaf {
  const { type, url, user_id: userId, channel_id: channelId } = element;
  if (type === 'link' && url) return linkTo(url, element.text);
  if (type === 'user' && userId) {
    const name = names.get(userId);
    return { type: 'mention', userId, ...(name && { name }) };
  }
  if (type === 'channel') return { type: 'channel', name: names.get(channelId ?? '') ?? channelId ?? 'channel' };
  if (type === 'date') return dateOf(element.timestamp ?? NaN, element.fallback) ?? text(element.fallback ?? '');
  return text(visibleWords(element, names));
}

function visibleWords(element: Element, names: Names): string {
  const { name = 'emoji' } = element;
  switch (element.type) {
    case 'emoji':
      return fromCodePoints(element.unicode ?? '') ?? emojiNamed(name) ?? `:${name}:`;
    case 'broadcast':
      return `@${element.range ?? 'channel'}`;
    case 'usergroup':
      return `@${names.get(element.usergroup_id ?? '') ?? 'group'}`;
    case 'team':
      return `@${names.get(element.team_id ?? '') ?? 'team'}`;
    case 'color':
      return element.value ?? '';
    default:
      return element.text ?? '';
  }
}
