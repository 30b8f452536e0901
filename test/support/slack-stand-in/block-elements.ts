import { pickOne } from './pick-one.ts';
import type { Message } from './world-types.ts';

/** Any object of Block Kit, before anything is known of it. */
export type Part = Readonly<Record<string, unknown>>;

export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
}

export interface Option {
  readonly text: PlainText;
  readonly value: string;
}

/** With a `url` it opens that address, and the app is told all the same. */
export interface Button {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: PlainText;
  readonly value?: string;
  readonly url?: string;
}

export interface StaticSelect {
  readonly type: 'static_select';
  readonly action_id: string;
  readonly placeholder: PlainText;
  readonly options: readonly Option[];
}

/** A menu behind three dots. */
export interface Overflow {
  readonly type: 'overflow';
  readonly action_id: string;
  readonly options: readonly Option[];
}

/** What people act on. Only a post that was checked holds any, so that its fields are there. */
export type ActionElement = Button | StaticSelect | Overflow;

export interface PlacedElement {
  readonly blockId: string;
  readonly element: ActionElement;
}

/** The buttons and selects of a message, in reading order. */
export function findElements(blocks: readonly unknown[] = []): PlacedElement[] {
  return (blocks as readonly Part[]).flatMap((block) =>
    actionParts(block)
      .filter(({ part }) => isActionElement(part))
      .map(({ part }) => ({ blockId: String(block['block_id']), element: part as unknown as ActionElement })),
  );
}

/** How a menu looks. */
export const DOTS = '⋯';

/** What a reader sees on it: a button's text, a select's placeholder, a menu's dots. */
export function labelOf(element: ActionElement): string {
  if (element.type === 'overflow') return DOTS;
  return element.type === 'button' ? element.text.text : element.placeholder.text;
}

/** The labels of what a select or the menu of this message lets one choose. @throws Error that names what is there instead */
export function options(message: Pick<Message, 'blocks'>, selectLabel: string): readonly string[] {
  const selects = findElements(message.blocks).flatMap(({ element }) => (element.type === 'button' ? [] : [element]));
  const found = pickOne(selects, {
    wanted: `select "${selectLabel}"`,
    isIt: (select) => labelOf(select) === selectLabel,
    nameOf: (select) => `"${labelOf(select)}"`,
  });
  return found.options.map(({ text }) => text.text);
}

/** What a block holds where buttons and selects may stand, with its place in the block. */
export function actionParts(block: Part): { readonly part: Part; readonly place: string }[] {
  const { type, elements, accessory } = block;
  const listed = type === 'actions' && Array.isArray(elements) ? (elements as readonly Part[]) : [];
  return [
    ...listed.map((part, index) => ({ part, place: `elements/${index}` })),
    ...(accessory === undefined ? [] : [{ part: accessory as Part, place: 'accessory' }]),
  ];
}

export const isActionElement = ({ type }: Part): boolean =>
  type === 'button' || type === 'static_select' || type === 'overflow';
