import type { List, ListItem } from '../../rich-text.ts';

/** The number that was typed before an item, and the item. */
export interface NumberedItem {
  readonly number: number;
  readonly item: ListItem;
}

/**
 * Items as lists whose numbers are those that were typed: Markdown itself would count on from the first. Where all are
 * the same, as some write them, they are counted.
 */
export function listsOf(ordered: boolean, items: readonly NumberedItem[]): List[] {
  if (!ordered) return [{ type: 'list', ordered, children: items.map(({ item }) => item) }];
  const isCounted = items.every(({ number }) => number === items[0]?.number);
  const lists: NumberedItem[][] = [];
  for (const item of items) {
    const before = lists.at(-1)?.at(-1);
    if (before && (isCounted || item.number === before.number + 1)) lists.at(-1)?.push(item);
    else lists.push([item]);
  }
  return lists.map(toList);
}

const toList = (items: readonly NumberedItem[]): List => {
  const start = items[0]?.number ?? 1;
  return { type: 'list', ordered: true, ...(start !== 1 && { start }), children: items.map(({ item }) => item) };
};
