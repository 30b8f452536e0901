import type { Block, Inline, Leaf, ListItem, RichText } from '../rich-text.ts';
import { fromRuns, toRuns } from './runs.ts';

/** All that is said in a text, without how it is set. */
export const leavesOf = (text: readonly (Block | ListItem | Inline)[]): Leaf[] =>
  text.flatMap((node): Leaf[] => {
    if ('children' in node && node.type !== 'link') return leavesOf(node.children);
    return node.type === 'code' || node.type === 'thematicBreak' ? [] : [node];
  });

/** The same text with other leaves in it; null leaves one out. */
export const mapLeaves = (text: RichText, change: (leaf: Leaf) => Leaf | null): Block[] =>
  text.map((block) => mapBlock(block, change));

function mapBlock(block: Block, change: (leaf: Leaf) => Leaf | null): Block {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return { ...block, children: mapInline(block.children, change) };
    case 'blockquote':
      return { ...block, children: mapLeaves(block.children, change) };
    case 'list':
      return {
        ...block,
        children: block.children.map((item) => ({ ...item, children: mapLeaves(item.children, change) })),
      };
    case 'code':
    case 'thematicBreak':
      return block;
  }
}

const mapInline = (inline: readonly Inline[], change: (leaf: Leaf) => Leaf | null): Inline[] =>
  fromRuns(
    toRuns(inline).flatMap(({ leaf, marks }) => {
      const changed = change(leaf);
      return changed === null ? [] : [{ leaf: changed, marks }];
    }),
  );

/** What is said beside the names. */
export const withoutMentions = (text: RichText): RichText =>
  mapLeaves(text, (leaf) => (leaf.type === 'mention' ? null : leaf));
