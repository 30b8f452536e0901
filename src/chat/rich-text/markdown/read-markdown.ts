import type { Token } from 'markdown-it';
import { plain, type Block, type Heading, type RichText } from '../../rich-text.ts';
import { leavesOf } from '../leaves.ts';
import { joinParagraphs } from '../paragraphs.ts';
import { soundText } from '../sound-text.ts';
import { createChatMarkdown, MOST_NESTED } from './chat-markdown.ts';
import { readInlineTokens } from './read-inline-tokens.ts';
import { listsOf, type NumberedItem } from './read-list.ts';
import { tableText } from './table-text.ts';

const markdown = createChatMarkdown();

/** More than anybody formats: each line can be a block, and in each a list in a list. */
const MOST_LINES = 5_000;

/**
 * What somebody typed, with the Markdown in it as formatting (`createChatMarkdown` says which). What is no markup stays
 * as it was typed, to the last space that is seen; a text of which nothing would be left to read is shown as it is.
 */
export function readMarkdown(typed: string): RichText {
  const source = soundText(typed).replace(/\r\n?/g, '\n');
  const lines = source.split('\n');
  if (lines.length > MOST_LINES) return plain(source);
  const tokens = markdown.parse(source, {});
  // The parser leaves out what stands deeper.
  if (tokens.some(({ level }) => level >= MOST_NESTED - 1)) return plain(source);
  const text = joinParagraphs(readBlocks({ tokens, closes: closesOf(tokens), lines }, 0, tokens.length));
  return isEmpty(text) ? plain(source) : text;
}

/** A list of nothing, an empty quotation. */
const isEmpty = (text: RichText): boolean =>
  leavesOf(text).length === 0 && !text.some((block) => block.type === 'code' && block.value !== '');

interface Parsed {
  readonly tokens: readonly Token[];
  /** Where what begins at each token ends. */
  readonly closes: readonly number[];
  readonly lines: readonly string[];
}

function closesOf(tokens: readonly Token[]): number[] {
  const closes = tokens.map((_, index) => index);
  const open: number[] = [];
  for (const [index, { nesting }] of tokens.entries()) {
    if (nesting === 1) open.push(index);
    else if (nesting === -1) closes[open.pop() ?? index] = index;
  }
  return closes;
}

/** The blocks between two tokens. */
function readBlocks(parsed: Parsed, begin: number, end: number): Block[] {
  const blocks: Block[] = [];
  let lastLine = -1;
  for (let index = begin; index < end; index += 1) {
    const token = parsed.tokens[index];
    if (!token) break;
    const close = parsed.closes[index] ?? index;
    const [first, last] = token.map ?? [0, 0];
    const isNext = blocks.at(-1)?.type === 'paragraph' && token.type === 'paragraph_open';
    // Between paragraphs the empty lines are part of what was typed.
    if (isNext) for (let line = lastLine; line < first; line += 1) blocks.push({ type: 'paragraph', children: [] });
    blocks.push(...readBlock(parsed, token, index, close));
    lastLine = last;
    index = close;
  }
  return blocks;
}

function readBlock(parsed: Parsed, token: Token, index: number, close: number): Block[] {
  const { tokens, lines } = parsed;
  const inside = () => readBlocks(parsed, index + 1, close);
  switch (token.type) {
    case 'paragraph_open':
      return [{ type: 'paragraph', children: readInlineTokens(tokens[index + 1], indentOf(token, lines)) }];
    case 'heading_open':
      return [{ type: 'heading', depth: depthOf(token), children: readInlineTokens(tokens[index + 1]) }];
    case 'blockquote_open':
      return [{ type: 'blockquote', children: joinParagraphs(inside()) }];
    case 'bullet_list_open':
    case 'ordered_list_open':
      return listsOf(token.type === 'ordered_list_open', readItems(parsed, index + 1, close));
    case 'fence':
      return [codeOf(token)];
    case 'hr':
      return [{ type: 'thematicBreak' }];
    case 'table_open':
      return [{ type: 'code', value: tableText(lines.slice(...(token.map ?? [0, 0]))) }];
    default:
      return [];
  }
}

function readItems(parsed: Parsed, begin: number, end: number): NumberedItem[] {
  const items: NumberedItem[] = [];
  for (let index = begin; index < end; index += 1) {
    const close = parsed.closes[index] ?? index;
    const children = joinParagraphs(readBlocks(parsed, index + 1, close));
    items.push({ number: Number(parsed.tokens[index]?.info), item: { type: 'listItem', children } });
    index = close;
  }
  return items;
}

/** The parser takes away what a paragraph stands in by itself. */
const indentOf = ({ level, map }: Token, lines: readonly string[]): string =>
  level === 0 ? (/^[ \t]*/.exec(lines[map?.[0] ?? 0] ?? '')?.[0] ?? '') : '';

const DEPTHS: Readonly<Partial<Record<string, Heading['depth']>>> = { h1: 1, h2: 2, h3: 3, h4: 4, h5: 5, h6: 6 };

const depthOf = ({ tag }: Token): Heading['depth'] => DEPTHS[tag] ?? 6;

/** What stands behind the fence is the language, or words like all others. */
function codeOf({ info, content }: Token): Block {
  const value = content.replace(/\n$/, '');
  const said = info.trim();
  if (/^[\w+#.-]{1,30}$/.test(said)) return { type: 'code', lang: said, value };
  return { type: 'code', value: [said, value].filter((words) => words !== '').join('\n') };
}
