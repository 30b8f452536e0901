import type { BlockContent, ListItem, Nodes, PhrasingContent, Root } from 'mdast';
import { visibleLeaf, visibleText, type Block, type Inline, type Leaf, type RichText } from '../rich-text.ts';
import { honestly, labelOf } from './links.ts';

/** More lines and styles than anybody writes: what is set so finely is shown as it was typed, in one piece. */
const MOST_NODES = 1_000;

/** A text as a tree of plain mdast, for whatever reads that: names as words, line breaks as nodes, links honest. */
export function toMdast(text: RichText): Root {
  const root: Root = { type: 'root', children: text.flatMap(blockOf) };
  if (countOf(root) <= MOST_NODES) return root;
  return { type: 'root', children: [{ type: 'code', value: visibleText(text) }] };
}

const countOf = (node: Nodes): number =>
  'children' in node ? node.children.reduce((sum, child) => sum + countOf(child), 1) : 1;

function blockOf(block: Block): BlockContent[] {
  switch (block.type) {
    case 'paragraph':
      return withWords(inlineOf(block.children)).map((children) => ({ type: 'paragraph', children }));
    case 'heading':
      return withWords(inlineOf(block.children)).map((children) => ({ ...block, children }));
    case 'blockquote':
      return [{ type: 'blockquote', children: block.children.flatMap(blockOf) }];
    case 'list':
      return [
        {
          ...block,
          start: block.ordered ? (block.start ?? 1) : null,
          spread: false,
          children: block.children.map(itemOf),
        },
      ];
    case 'code':
      return [{ type: 'code', lang: block.lang ?? null, value: block.value }];
    case 'thematicBreak':
      return [{ type: 'thematicBreak' }];
  }
}

const itemOf = ({ children }: { readonly children: readonly Block[] }): ListItem => ({
  type: 'listItem',
  spread: false,
  children: children.flatMap(blockOf),
});

/** Line breaks at an end break nothing. */
function withWords(inline: readonly PhrasingContent[]): PhrasingContent[][] {
  const first = inline.findIndex(({ type }) => type !== 'break');
  const last = inline.findLastIndex(({ type }) => type !== 'break');
  return first < 0 ? [] : [inline.slice(first, last + 1)];
}

const inlineOf = (inline: readonly Inline[]): PhrasingContent[] =>
  inline.flatMap((node): PhrasingContent[] =>
    'children' in node && node.type !== 'link'
      ? [{ type: node.type, children: inlineOf(node.children) }]
      : leafOf(node),
  );

function leafOf(leaf: Leaf): PhrasingContent[] {
  if (leaf.type === 'inlineCode') return lines(leaf.value, (value) => ({ type: 'inlineCode', value }));
  if (leaf.type !== 'link') return words(visibleLeaf(leaf));
  return honestly(leaf).flatMap((node): PhrasingContent[] => {
    if (node.type !== 'link') return node.type === 'text' ? words(node.value) : [];
    return [{ type: 'link', url: node.url, children: words(labelOf(node)) }];
  });
}

const words = (value: string): PhrasingContent[] => lines(value, (line) => ({ type: 'text', value: line }));

const lines = (value: string, toNode: (line: string) => PhrasingContent): PhrasingContent[] =>
  value
    .split('\n')
    .flatMap((line, index): PhrasingContent[] => [
      ...(index > 0 ? [{ type: 'break' } as const] : []),
      ...(line === '' ? [] : [toNode(line)]),
    ]);
