import { labelOf, type Button, type StaticSelect } from './block-elements.ts';
import type { Message } from './world-types.ts';

/**
 * What a reader sees of a message: its blocks' words in reading order, or its text where there are no blocks. Buttons and
 * selects stand on a line: `[Accept] [Pass] [Hand over to … ▾]`; what a select holds is not seen until it is opened.
 */
export function shownText(message: Pick<Message, 'text' | 'blocks'>): string {
  const { blocks } = message;
  return blocks === undefined || blocks.length === 0 ? message.text : joinWords(blocks, '\n');
}

/** The parts of Block Kit objects that hold other parts, in reading order. */
const HOLDERS = ['title', 'text', 'fields', 'elements', 'accessory'] as const;

/** What is between parts that stand side by side; those of everything else stand on lines of their own. */
const BETWEEN: Readonly<Record<string, string>> = {
  rich_text_section: '',
  rich_text_preformatted: '',
  rich_text_quote: '',
  actions: ' ',
};

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
    case 'date':
      return String(part['fallback']);
    case 'button':
      return `[${labelOf(part as unknown as Button)}]`;
    case 'static_select':
      return `[${labelOf(part as unknown as StaticSelect)} ▾]`;
    default:
      return wordsOfHolder(part);
  }
}

function wordsOfHolder(part: Record<string, unknown>): string {
  const between = BETWEEN[String(part['type'])] ?? '\n';
  return joinWords(
    HOLDERS.map((holder) => {
      const held = part[holder];
      return Array.isArray(held) ? joinWords(held, between) : held;
    }),
    '\n',
  );
}
