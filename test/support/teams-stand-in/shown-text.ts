import { ElementType, parseDocument } from 'htmlparser2';
import type { StandingMessage } from './world.ts';

type Node = ReturnType<typeof parseDocument>['children'][number];

/** What a reader sees of an activity: its words, or those of its cards, one a line. */
export function shownText(activity: StandingMessage['activity']): string {
  const { text, textFormat, attachments } = activity;
  const cards = Array.isArray(attachments) ? attachments.filter(isCard) : [];
  if (cards.length > 0) return wordsOf(cards).join('\n');
  if (typeof text !== 'string') return '';
  return textFormat === 'xml' ? parseDocument(text).children.map(visible).join('').replaceAll('\u00A0', ' ') : text;
}

const isCard = (attachment: unknown): boolean =>
  (attachment as { contentType?: unknown }).contentType === 'application/vnd.microsoft.card.adaptive';

function visible(node: Node): string {
  if (node.type === ElementType.Text) return node.data;
  if (!('children' in node)) return '';
  return 'name' in node && node.name === 'br' ? '\n' : node.children.map(visible).join('');
}

function wordsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'text' in value && typeof value.text === 'string' ? [value.text] : [];
  return [...own, ...Object.values(value).flatMap(wordsOf)];
}
