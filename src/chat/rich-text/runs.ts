import type { Inline, Leaf, Mark } from '../rich-text.ts';

/** A leaf with all the marks that it stands in. */
export interface Run {
  readonly leaf: Leaf;
  readonly marks: ReadonlySet<Mark>;
}

const NO_MARKS: ReadonlySet<Mark> = new Set();

/** Marks from the outermost to the innermost. */
const NESTING: readonly Mark[] = ['strong', 'emphasis', 'delete'];

/** The leaves in their order: what platforms that know no tree call text with a style. */
export function toRuns(inline: readonly Inline[], marks = NO_MARKS, runs: Run[] = []): Run[] {
  for (const node of inline) {
    if ('children' in node && node.type !== 'link') toRuns(node.children, new Set([...marks, node.type]), runs);
    else runs.push({ leaf: node, marks });
  }
  return runs;
}

/** The tree of these leaves in its one form: marks in a fixed order, neighbours joined, nothing empty. */
export function fromRuns(runs: readonly Run[]): Inline[] {
  const tree: Inline[] = [];
  const open: { readonly mark: Mark; readonly children: Inline[] }[] = [];
  for (const { leaf, marks } of runs) {
    if (isEmpty(leaf)) continue;
    const path = marks.size === 0 ? [] : NESTING.filter((mark) => marks.has(mark));
    const other = open.findIndex(({ mark }, depth) => mark !== path[depth]);
    if (other >= 0) open.length = other;
    for (const mark of path.slice(open.length)) {
      const children: Inline[] = [];
      (open.at(-1)?.children ?? tree).push({ type: mark, children });
      open.push({ mark, children });
    }
    add(open.at(-1)?.children ?? tree, leaf);
  }
  return tree;
}

const isEmpty = (leaf: Leaf): boolean => (leaf.type === 'text' || leaf.type === 'inlineCode') && leaf.value === '';

function add(siblings: Inline[], leaf: Leaf): void {
  const last = siblings.at(-1);
  if (last && 'value' in last && 'value' in leaf && last.type === leaf.type) {
    siblings[siblings.length - 1] = { type: leaf.type, value: last.value + leaf.value };
  } else {
    siblings.push(leaf);
  }
}
