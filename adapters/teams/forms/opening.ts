import type { Element } from '../rendering/adaptive-card.ts';

/** The name under which a button bears what the form is that it asks for. */
export const OPENING = 'switchboardOpening';

/** What is asked for: by a click's action, or by an order that was given in words. */
export type Opening = { readonly action: string } | { readonly order: string; readonly text: string };

/** A button that opens a dialog, which no `Action.Execute` can: Teams asks us for it with `task/fetch`. */
export const openingButton = (title: string, opening: Opening, more: Element = {}): Element => ({
  type: 'Action.Submit',
  title,
  data: { msteams: { type: 'task/fetch' }, [OPENING]: opening },
  ...more,
});
