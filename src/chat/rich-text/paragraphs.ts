import type { Block, Inline, Text } from '../rich-text.ts';
import { fromRuns, toRuns } from './runs.ts';

const LINE_BREAK: Text = { type: 'text', value: '\n' };

/** Blocks in their one form: paragraphs that follow each other are lines of one. */
export function joinParagraphs(blocks: readonly Block[]): Block[] {
  const list: Block[] = [];
  let lines: (readonly Inline[])[] = [];
  const flush = (): void => {
    if (lines.length > 0) list.push(paragraphOf(lines));
    lines = [];
  };
  for (const block of blocks) {
    if (block.type === 'paragraph') {
      lines.push(block.children);
    } else {
      flush();
      list.push(block);
    }
  }
  flush();
  return list;
}

const paragraphOf = (lines: readonly (readonly Inline[])[]): Block => ({
  type: 'paragraph',
  children: fromRuns(lines.flatMap((line, index) => toRuns(index > 0 ? [LINE_BREAK, ...line] : line))),
});

/** Words that go on in the last paragraph, or in one of their own where something else stands last. */
export function append(blocks: readonly Block[], words: string): Block[] {
  const more: Block = { type: 'paragraph', children: [{ type: 'text', value: words }] };
  const last = blocks.at(-1);
  if (last?.type !== 'paragraph') return [...blocks, more];
  return [...blocks.slice(0, -1), { ...last, children: fromRuns(toRuns([...last.children, ...more.children])) }];
}
