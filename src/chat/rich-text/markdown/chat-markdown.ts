import createMarkdown, { type MarkdownIt } from 'markdown-it';
import { isSafeUrl } from '../links.ts';
import { readBareAddresses } from './bare-address.ts';

/** Blocks that stand in each other this deep are nobody's writing, and are not read as blocks any more. */
export const MOST_NESTED = 24;

/**
 * The Markdown that people type into a chat: CommonMark with strikes, tables and bare addresses, without what would
 * change or hide words that were not meant as markup. So HTML, entities, backslashes, indented code and reference
 * definitions are words; a line break is one.
 *
 * markdown-it and not micromark: 40,000 characters of nested quotes or open brackets took the latter up to 20 seconds,
 * and it reads words that somebody else wrote while others wait.
 */
export function createChatMarkdown(): MarkdownIt {
  const markdown = createMarkdown({ html: false, linkify: true, breaks: true, maxNesting: MOST_NESTED });
  markdown.disable(['escape', 'entity', 'code', 'lheading', 'reference']);
  markdown.linkify.set({ fuzzyLink: false }).add('//', null).add('ftp:', null);
  markdown.validateLink = isSafeUrl;
  markdown.normalizeLink = (url) => url;
  markdown.normalizeLinkText = (url) => url;
  readBareAddresses(markdown);
  keepSpaces(markdown);
  keepStars(markdown);
  return markdown;
}

/** Lines keep the spaces that they begin and end with: what people paste is set with them. */
function keepSpaces(markdown: MarkdownIt): void {
  markdown.inline.ruler.at('newline', (state, isSilent) => {
    if (state.src[state.pos] !== '\n') return false;
    if (!isSilent) state.push('hardbreak', 'br', 0);
    state.pos += 1;
    return true;
  });
}

/** One star inside of a word is a sign of its own: 2*3*4. Two are bold there, too: not every language writes spaces. */
function keepStars(markdown: MarkdownIt): void {
  markdown.inline.State = class extends markdown.inline.State {
    override scanDelims(start: number, canSplitWord: boolean) {
      return super.scanDelims(start, canSplitWord && this.src.startsWith('**', start));
    }
  };
}
