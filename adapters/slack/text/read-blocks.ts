import { z } from 'zod';
import { visibleLeaf, type Block, type Blockquote, type Inline } from '../../../src/chat/rich-text.ts';
import { joinParagraphs } from '../../../src/chat/rich-text/paragraphs.ts';
import { fromRuns, type Run } from '../../../src/chat/rich-text/runs.ts';
import { createListStack } from './list-stack.ts';
import { readInline, type Names } from './read-inline.ts';

const word = z.string().optional().catch(undefined);
const count = z.number().int().min(0).max(1_000_000).optional().catch(undefined);
const children = z.array(z.unknown()).catch([]);

const elementSchema = z.object({
  type: z.string(),
  elements: children,
  style: word,
  indent: count,
  offset: count,
  border: count,
  language: word,
});
type Element = z.infer<typeof elementSchema>;

/**
 * The words of a message's `rich_text` blocks: what a person typed in Slack's editor
 * (docs.slack.dev/reference/block-kit/blocks/rich-text-block). Empty when there is no such block. Never throws.
 * @param names what ids are called, where the message says so elsewhere
 */
export function readBlocks(blocks: unknown, names: Names): Block[] {
  const parts = elements(blocks)
    .filter(({ type }) => type === 'rich_text')
    .flatMap((block) => elements(block.elements));
  return joinParagraphs(quotationsOf(parts, names));
}

const elements = (candidates: unknown): Element[] =>
  children.parse(candidates).flatMap((candidate) => elementSchema.safeParse(candidate).data ?? []);

/** Parts with a line beside them stand in one quotation, as they are seen. */
function quotationsOf(parts: readonly Element[], names: Names): Block[] {
  const blocks: Block[] = [];
  let group: Element[] = [];
  const flush = (isQuoted: boolean): void => {
    const read = readParts(group, names);
    group = [];
    if (read.length === 0) return;
    const quote: Blockquote = { type: 'blockquote', children: joinParagraphs(read) };
    blocks.push(...(isQuoted ? [quote] : read));
  };
  for (const [index, part] of parts.entries()) {
    group.push(part);
    const next = parts[index + 1];
    if (!next || isQuoted(next) !== isQuoted(part)) flush(isQuoted(part));
  }
  return blocks;
}

const isQuoted = ({ type, border }: Element): boolean => type === 'rich_text_quote' || (border ?? 0) > 0;

function readParts(parts: readonly Element[], names: Names): Block[] {
  const blocks: Block[] = [];
  let lists = createListStack(blocks);
  for (const part of parts) {
    if (part.type === 'rich_text_list') {
      const items = elements(part.elements).map((item) => readWords(item, names));
      lists.add({ items, ordered: part.style === 'ordered', indent: part.indent ?? 0, start: (part.offset ?? 0) + 1 });
    } else {
      blocks.push(...readPart(part, names));
      lists = createListStack(blocks);
    }
  }
  return blocks;
}

function readPart(part: Element, names: Names): Block[] {
  if (part.type === 'rich_text_preformatted') return readCode(part, names);
  const words = readWords(part, names);
  return words.length > 0 ? [{ type: 'paragraph', children: words }] : [];
}

function readCode(part: Element, names: Names): Block[] {
  const value = readRuns(part, names)
    .map(({ leaf }) => visibleLeaf(leaf))
    .join('')
    .replace(/\n$/, '');
  const lang = /^[\w+#.-]{1,30}$/.exec(part.language ?? '')?.[0];
  return value === '' ? [] : [{ type: 'code', ...(lang !== undefined && { lang }), value }];
}

/** What Slack's editor ends with a line break that the end of the part shows anyway. */
function readWords(part: Element, names: Names): Inline[] {
  const runs = readRuns(part, names);
  const last = runs.at(-1);
  if (last?.leaf.type !== 'text' || !last.leaf.value.endsWith('\n')) return fromRuns(runs);
  return fromRuns([...runs.slice(0, -1), { ...last, leaf: { ...last.leaf, value: last.leaf.value.slice(0, -1) } }]);
}

const readRuns = (part: Element, names: Names): Run[] => part.elements.flatMap((element) => readInline(element, names));
