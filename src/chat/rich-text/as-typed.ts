import { gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough';
import { toMarkdown as write } from 'mdast-util-to-markdown';
import { isPlain, visibleText, type RichText } from '../rich-text.ts';
import { toMdast } from './to-mdast.ts';

/**
 * A text as somebody would type it into a chat, to go on with it: our reader of Markdown makes the same of it again.
 * It knows no backslashes, so that words stand there as they are.
 */
export function asTyped(text: RichText): string {
  if (isPlain(text)) return visibleText(text);
  return write(toMdast(text), {
    bullet: '-',
    emphasis: '_',
    fences: true,
    listItemIndent: 'one',
    resourceLink: true,
    extensions: [gfmStrikethroughToMarkdown()],
    handlers: { text: ({ value }: { readonly value: string }) => value, break: () => '\n' },
  }).trimEnd();
}
