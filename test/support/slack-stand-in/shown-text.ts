import type { Message } from './world-types.ts';

/** What a reader sees of a message: its blocks' words in reading order, or its text where there are no blocks. */
export function shownText(message: Pick<Message, 'text' | 'blocks'>): string {
  const { blocks } = message;
  return blocks === undefined || blocks.length === 0 ? message.text : joinWords(blocks, '\n');
}

/** The parts of Block Kit objects that hold other parts, in reading order. */
const HOLDERS = ['title', 'text', 'fields', 'elements', 'accessory'] as const;

/** Their parts stand side by side; those of everything else on lines of their own. */
const INLINE = new Set<unknown>(['rich_text_section', 'rich_text_preformatted', 'rich_text_quote']);

const joinWords = (parts: readonly unknown[], between: string): string =>
  parts
    .map((part) => wordsOf(part))
    .filter((words) => words !== '')
    .join(between);

function wordsOf(part: unknown): string {
  if (typeof part === 'string') return part;
  if (typeof part !== 'object' || part === null) return '';
  return wordsOfObject(part as Record<string, unknown>);
}

function wordsOfObject(part: Record<string, unknown>): string {
  switch (part['type']) {
    case 'user':
      return `<@${String(part['user_id'])}>`;
    case 'channel':
      return `<#${String(part['channel_id'])}>`;
    case 'broadcast':
      return `<!${String(part['range'])}>`;
    case 'emoji':
      return `:${String(part['name'])}:`;
    case 'link':
      return typeof part['text'] === 'string' ? part['text'] : String(part['url']);
    default:
      return wordsOfHolder(part);
  }
}

function wordsOfHolder(part: Record<string, unknown>): string {
  const between = INLINE.has(part['type']) ? '' : '\n';
  return joinWords(
    HOLDERS.map((holder) => {
      const held = part[holder];
      return Array.isArray(held) ? joinWords(held, between) : held;
    }),
    '\n',
  );
}
