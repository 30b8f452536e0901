/** What a click asks a form for. Nothing is changed before that is sent. */
const FORM_ACTIONS = ['details', 'note', 'merge'] as const;
export type FormAction = (typeof FORM_ACTIONS)[number];

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
  'retry',
  ...FORM_ACTIONS,
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

/** What a button that asks for a form has of it. */
export const formButton = (name: FormAction, id: number) => ({ action: actionId(name, id), opensForm: true }) as const;

/** Whether a click asks for a form and does nothing else, whichever version's card bears it. */
export const isForForm = (text: string): boolean => FORM_ACTIONS.some((name) => name === readActionId(text)?.name);
