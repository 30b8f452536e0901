import type { Message } from './world-types.ts';

/** What a reader sees of a message: its blocks' words in reading order, or its text where there are no blocks. */
export function shownText(message: Message): string {
  const { blocks } = message;
  return blocks === undefined || blocks.length === 0 ? message.text : blocks.map((block) => wordsOf(block)).join('\n');
}

/** The parts of Block Kit objects that hold other parts, in reading order. */
const HOLDERS = ['title', 'text', 'fields', 'elements', 'accessory'] as const;

function wordsOf(part: unknown): string {
  if (typeof part === 'string') return part;
  if (Array.isArray(part)) return part.map(wordsOf).join(hasLines(part) ? '\n' : '');
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
      return HOLDERS.map((holder) => wordsOf(part[holder]))
        .filter((words) => words !== '')
        .join('\n');
  }
}

/** Spans of a rich text stand side by side; everything else stands on lines of its own. */
function hasLines(parts: readonly unknown[]): boolean {
  return parts.some((part) => typeof part === 'object' && part !== null && ('text' in part ? isTextObject(part) : true));
}

function isTextObject(part: object): boolean {
  return 'type' in part && (part.type === 'mrkdwn' || part.type === 'plain_text' || part.type === 'button');
}
