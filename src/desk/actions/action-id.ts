/** What a person can do with a click on a card of ours. */
export const ACTION_NAMES = [
  'accept',
  'pass',
  'hand-over',
  'resolve-mine',
  'assign-to-me',
  'resolve',
  'reopen',
  'close',
  'details',
  'note',
  'merge',
  'retry',
] as const;
export type ActionName = (typeof ACTION_NAMES)[number];

/**
 * As a card carries it: `accept:17`. The id is an offer's for `accept` and `pass`, a message's for `retry`, a ticket's
 * for all others.
 */
export const actionId = (name: ActionName, id: number): string => `${name}:${id}`;

/** @returns null for what no card of ours carries (any more) */
export function readActionId(text: string): { readonly name: ActionName; readonly id: number } | null {
  const [, word, digits] = /^([a-z-]+):([1-9]\d{0,14})$/.exec(text) ?? [];
  const name = ACTION_NAMES.find((known) => known === word);
  return name === undefined ? null : { name, id: Number(digits) };
}
