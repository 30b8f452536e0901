import { gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough';
import { toMarkdown as write } from 'mdast-util-to-markdown';
import type { RichText } from '../rich-text.ts';
import { toMdast } from './to-mdast.ts';

/** A text in Markdown: any reader of it shows the same words, and no word of anybody's is markup in it. */
export const toMarkdown = (text: RichText): string =>
  write(toMdast(text), {
    bullet: '-',
    emphasis: '_',
    fences: true,
    listItemIndent: 'one',
    resourceLink: true,
    extensions: [gfmStrikethroughToMarkdown()],
  });
