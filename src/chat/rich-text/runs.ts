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
export const toRuns = (inline: readonly Inline[], marks = NO_MARKS): Run[] =>
  inline.flatMap((node) =>
    'children' in node && node.type !== 'link'
      ? toRuns(node.children, new Set([...marks, node.type]))
      : [{ leaf: node, marks }],
  );

/** The tree of these leaves in its one form: marks in a fixed order, neighbours joined, nothing empty. */
export const fromRuns = (runs: readonly Run[]): Inline[] =>
  nest(
    runs.filter(({ leaf }) => !isEmpty(leaf)),
    NESTING,
  );

const isEmpty = (leaf: Leaf): boolean => (leaf.type === 'text' || leaf.type === 'inlineCode') && leaf.value === '';

function nest(runs: readonly Run[], [mark, ...inner]: readonly Mark[]): Inline[] {
  if (mark === undefined) return joined(runs.map(({ leaf }) => leaf));
  return groupsOf(runs, (run) => run.marks.has(mark)).flatMap(({ is, group }): Inline[] =>
    is ? [{ type: mark, children: nest(group, inner) }] : nest(group, inner),
  );
}

function groupsOf(runs: readonly Run[], test: (run: Run) => boolean): { is: boolean; group: Run[] }[] {
  const groups: { is: boolean; group: Run[] }[] = [];
  for (const run of runs) {
    const is = test(run);
    const last = groups.at(-1);
    if (last?.is === is) last.group.push(run);
    else groups.push({ is, group: [run] });
  }
  return groups;
}

function joined(leaves: readonly Leaf[]): Leaf[] {
  const list: Leaf[] = [];
  let words: string[] = [];
  const flush = (): void => {
    const last = list.at(-1);
    if (words.length > 1 && last && 'value' in last) list[list.length - 1] = { ...last, value: words.join('') };
    words = [];
  };
  for (const leaf of leaves) {
    const last = list.at(-1);
    if ('value' in leaf && last?.type === leaf.type) {
      words.push(leaf.value);
      continue;
    }
    flush();
    list.push(leaf);
    if ('value' in leaf) words.push(leaf.value);
  }
  flush();
  return list;
}
