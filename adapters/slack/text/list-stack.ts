import type { Block, Inline } from '../../../src/chat/rich-text.ts';

/** A `rich_text_list`: Slack writes what is nested as lists side by side, each with how far it stands in. */
export interface FlatList {
  readonly items: readonly (readonly Inline[])[];
  readonly ordered: boolean;
  readonly indent: number;
  readonly start: number;
}

interface OpenItem {
  readonly type: 'listItem';
  readonly children: Block[];
}

interface OpenList {
  readonly type: 'list';
  readonly ordered: boolean;
  readonly start?: number;
  readonly children: OpenItem[];
}

/** Puts lists that follow each other where they are seen: into the item above them, or on with a list before. */
export function createListStack(root: Block[]): { readonly add: (flat: FlatList) => void } {
  const open: { readonly list: OpenList; readonly indent: number }[] = [];
  return {
    add(flat) {
      if (flat.items.length === 0) return;
      while ((open.at(-1)?.indent ?? -1) > flat.indent) open.pop();
      const beside = open.at(-1);
      if (beside?.indent === flat.indent) {
        if (goesOn(beside.list, flat)) {
          beside.list.children.push(...flat.items.map(toItem));
          return;
        }
        open.pop();
      }
      const list = begin(flat);
      const place: Block[] = open.at(-1)?.list.children.at(-1)?.children ?? root;
      place.push(list);
      open.push({ list, indent: flat.indent });
    },
  };
}

const goesOn = ({ ordered, start = 1, children }: OpenList, flat: FlatList): boolean =>
  ordered === flat.ordered && (!ordered || start + children.length === flat.start);

const begin = ({ ordered, start, items }: FlatList): OpenList => ({
  type: 'list',
  ordered,
  ...(ordered && start !== 1 && { start }),
  children: items.map(toItem),
});

const toItem = (words: readonly Inline[]): OpenItem => ({
  type: 'listItem',
  children: words.length > 0 ? [{ type: 'paragraph', children: words }] : [],
});
