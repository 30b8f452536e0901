import { escapeText, textLength } from '../../../adapters/slack/text/escape-text.ts';
import { readRichText, wordsSchema } from '../../../adapters/slack/text/read-rich-text.ts';
import { fallbackText, richTextBlock } from '../../../adapters/slack/text/render-rich-text.ts';
import { readMarkdown } from '../../../src/chat/rich-text/markdown/read-markdown.ts';
import { toMarkdown } from '../../../src/chat/rich-text/to-markdown.ts';
import { toSafeHtml } from '../../../src/chat/rich-text/to-safe-html.ts';
import { visibleText, type RichText } from '../../../src/chat/rich-text.ts';
import { splitText } from '../../../src/chat/split-text.ts';

const readSlack = (message: object): RichText => readRichText(wordsSchema.parse(message));
const section = (text: string) => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] });

/** How writing comes in. */
const READERS: Readonly<Record<string, (written: string) => RichText>> = {
  Markdown: readMarkdown,
  mrkdwn: (text) => readSlack({ text }),
  'escaped mrkdwn': (written) => readSlack({ text: escapeText(written) }),
  rich_text: (text) => readSlack({ text: '', blocks: [{ type: 'rich_text', elements: [section(text)] }] }),
};

/** What is done with a text. */
const WRITERS: Readonly<Record<string, (text: RichText) => unknown>> = {
  'visible text': visibleText,
  rich_text: richTextBlock,
  'a fallback': fallbackText,
  Markdown: toMarkdown,
  'safe HTML': toSafeHtml,
  'posts for Slack': (text) => splitText(text, 9_000, textLength),
  'short parts': (text) => splitText(text, 300, (part) => part.length),
};

export interface TextWay {
  readonly name: string;
  /** @returns the work that is measured, with all that comes before it done */
  readonly prepare: (written: string) => () => unknown;
}

/** Each reader alone, and each writer behind each of two readers. */
export const TEXT_WAYS: readonly TextWay[] = [
  ...Object.entries(READERS).map(([name, read]) => ({
    name: `from ${name}`,
    prepare: (written: string) => () => read(written),
  })),
  ...[['Markdown', readMarkdown] as const, ['mrkdwn', (text: string) => readSlack({ text })] as const].flatMap(
    ([from, read]) =>
      Object.entries(WRITERS).map(([name, write]) => ({
        name: `from ${from} to ${name}`,
        prepare: (written: string) => {
          const text = read(written);
          return () => write(text);
        },
      })),
  ),
];
