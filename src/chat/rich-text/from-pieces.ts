import { visibleLeaf, type Block, type Inline, type List, type ListItem, type RichText } from '../rich-text.ts';
import type { Piece } from './pieces.ts';
import { fromRuns, type Run } from './runs.ts';

/** The blocks that these pieces are. */
export const fromPieces = (pieces: readonly Piece[]): RichText => build(pieces, 0) as RichText;

const build = (pieces: readonly Piece[], depth: number): (Block | ListItem)[] =>
  groupsAt(pieces, depth).map(([node, group]) => rebuilt(node, group, depth));

function rebuilt(node: Block | ListItem, group: readonly Piece[], depth: number): Block | ListItem {
  switch (node.type) {
    case 'paragraph':
    case 'heading':
      return { ...node, children: inlineOf(depth > 0 ? withoutBreak(group) : group) };
    case 'code':
      return { ...node, value: withoutLastBreak(node.value, valueOf(group)) };
    case 'thematicBreak':
      return node;
    case 'blockquote':
    case 'listItem':
      return { ...node, children: build(group, depth + 1) as Block[] };
    case 'list':
      return withStart(node, group[0]?.path[depth + 1], build(group, depth + 1) as ListItem[]);
  }
}

/** A list that goes on goes on counting. */
function withStart(list: List, first: Block | ListItem | undefined, children: ListItem[]): List {
  const before = list.children.findIndex((item) => item === first);
  const start = (list.start ?? 1) + Math.max(0, before);
  return { ...list, ...(list.ordered && start !== 1 && { start }), children };
}

const runsOf = (group: readonly Piece[]): Run[] => group.flatMap(({ run }) => run ?? []);

const inlineOf = (group: readonly Piece[]): Inline[] => fromRuns(runsOf(group));

const valueOf = (group: readonly Piece[]): string =>
  runsOf(group)
    .map(({ leaf }) => visibleLeaf(leaf))
    .join('');

/** Whatever stands in another block ends its line with it. */
function withoutBreak(group: readonly Piece[]): readonly Piece[] {
  const last = group.at(-1)?.run?.leaf;
  return last?.type === 'text' && last.value === '\n' ? group.slice(0, -1) : group;
}

/** Code that is cut between two lines ends with the first. */
const withoutLastBreak = (whole: string, value: string): string => (value === whole ? value : value.replace(/\n$/, ''));

function groupsAt(pieces: readonly Piece[], depth: number): [Block | ListItem, Piece[]][] {
  const groups: [Block | ListItem, Piece[]][] = [];
  for (const piece of pieces) {
    const node = piece.path[depth];
    const last = groups.at(-1);
    if (node === undefined) continue;
    if (last?.[0] === node) last[1].push(piece);
    else groups.push([node, [piece]]);
  }
  return groups;
}
