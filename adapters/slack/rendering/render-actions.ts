import type { types } from '@slack/bolt';
import type { MessageRef } from '../../../src/chat/address.ts';
import type { CardAction, CardOption } from '../../../src/chat/card.ts';
import { plainText } from '../text/plain-text.ts';

/** Where a message can be opened; undefined when we cannot tell. */
export type Permalink = (to: MessageRef) => string | undefined;

type Element = types.Button | types.StaticSelect | types.Overflow;

/** Limits of Block Kit in UTF-16 units (docs.slack.dev/reference/block-kit/block-elements, …/composition-objects). */
const LABEL_LENGTH = 75;
const PLACEHOLDER_LENGTH = 150;
const ACTION_ID_LENGTH = 255;
const VALUE_LENGTH = 150;
const OPTIONS_IN_SELECT = 100;
const ELEMENTS_IN_BLOCK = 25;
const OPTIONS_IN_MENU = 5;

const LINK_ID = /^open-link:\d+$/;

/** Whether a click only opened a link. Slack tells of it all the same, and wants it acknowledged. */
export const isLinkId = (actionId: string): boolean => LINK_ID.test(actionId);

/** Buttons and lists side by side. What could not be used is left out: a link to nowhere, a list without options. */
export function renderActions(actions: readonly CardAction[], permalink: Permalink): types.ActionsBlock[] {
  const elements = actions.flatMap((action, index) => renderAction(action, index, permalink));
  return intoRows(elements).map((row) => ({ type: 'actions', elements: row }));
}

function renderAction(action: CardAction, index: number, permalink: Permalink): Element[] {
  if (action.kind === 'link') return renderLink(action.label, action.url ?? permalink(action.to), index);
  if (action.kind === 'menu') return renderMenu(action, index);
  if (!isUsable(action.action, ACTION_ID_LENGTH)) return [];
  if (action.kind === 'select') return renderSelect(action);
  const style = action.primary ? { style: 'primary' as const } : {};
  return [{ type: 'button', text: plainText(action.label, LABEL_LENGTH), action_id: action.action, ...style }];
}

const renderLink = (label: string, url: string | undefined, index: number): Element[] =>
  url === undefined
    ? []
    : [{ type: 'button', text: plainText(label, LABEL_LENGTH), url, action_id: `open-link:${index}` }];

function renderSelect({ label, action, options }: CardAction & { readonly kind: 'select' }): Element[] {
  const shown = options.filter(({ value }) => isUsable(value, VALUE_LENGTH)).slice(0, OPTIONS_IN_SELECT);
  if (shown.length === 0) return [];
  const placeholder = plainText(label, PLACEHOLDER_LENGTH);
  return [{ type: 'static_select', placeholder, action_id: action, options: shown.map(renderOption) }];
}

/** Its own id says nothing: what was chosen from it is the action. */
function renderMenu({ options }: CardAction & { readonly kind: 'menu' }, index: number): Element[] {
  const shown = options.filter(({ action }) => isUsable(action, VALUE_LENGTH)).slice(0, OPTIONS_IN_MENU);
  if (shown.length === 0) return [];
  const items = shown.map(({ label, action }) => renderOption({ label, value: action }));
  return [{ type: 'overflow', action_id: `open-menu:${index}`, options: items }];
}

export const renderOption = ({ label, value }: CardOption): types.PlainTextOption => ({
  text: plainText(label, LABEL_LENGTH),
  value,
});

/** What comes back with the click is never cut: a part of it would mean something else. */
const isUsable = (word: string, length: number): boolean => word !== '' && word.length <= length;

/** A block takes so many elements, and no two with the same id. */
function intoRows(elements: readonly Element[]): Element[][] {
  const rows: Element[][] = [];
  for (const element of elements) {
    const row = rows.at(-1);
    const isTaken = row?.some(({ action_id }) => action_id === element.action_id);
    if (row && row.length < ELEMENTS_IN_BLOCK && !isTaken) row.push(element);
    else rows.push([element]);
  }
  return rows;
}
