import { actionParts, isActionElement, type Part } from '../block-elements.ts';
import { explained, type ApiError } from './api-error.ts';
import { checkLength, checkText } from './check-text.ts';

const ACTION_ID_LIMIT = 255;
const BUTTON_TEXT_LIMIT = 75;
const BUTTON_VALUE_LIMIT = 2_000;
const URL_LIMIT = 3_000;
const PLACEHOLDER_LIMIT = 150;
const OPTIONS_LIMIT = 100;
const MENU_LIMIT = 5;
const OPTION_TEXT_LIMIT = 75;
const OPTION_VALUE_LIMIT = 150;

/**
 * The buttons and selects of one block (docs.slack.dev/reference/block-kit/block-elements).
 * @throws ApiError as Slack refuses them
 */
export function checkElements(block: Part, path: string): void {
  const { type, elements } = block;
  if (type === 'actions' && !Array.isArray(elements)) throw missing('elements', path);
  if (type !== 'actions' && Array.isArray(elements) && elements.some(isActionElement))
    throw explained('invalid_blocks', `buttons and selects belong into an actions block [${path}/elements]`);
  const names = new Set<unknown>();
  for (const { part, place } of actionParts(block)) {
    checkElement(part, `${path}/${place}`);
    const name = part['action_id'];
    if (name !== undefined && names.has(name))
      throw explained('invalid_blocks', `action_id ${JSON.stringify(name)} already exists in the block [${path}]`);
    names.add(name);
  }
}

function checkElement(element: Part, path: string): void {
  if (typeof element['type'] !== 'string') throw missing('type', path);
  checkLength(element['action_id'], ACTION_ID_LIMIT, `${path}/action_id`);
  if (element['type'] === 'button') checkButton(element, path);
  if (element['type'] === 'static_select') checkSelect(element, path);
  if (element['type'] === 'overflow') checkOptions(element, MENU_LIMIT, path);
}

function checkButton(button: Part, path: string): void {
  checkLabel(button, 'text', BUTTON_TEXT_LIMIT, path);
  checkLength(button['value'], BUTTON_VALUE_LIMIT, `${path}/value`);
  checkLength(button['url'], URL_LIMIT, `${path}/url`);
}

export function checkSelect(select: Part, path: string): void {
  checkLabel(select, 'placeholder', PLACEHOLDER_LIMIT, path);
  checkOptions(select, OPTIONS_LIMIT, path);
}

function checkOptions({ options }: Part, most: number, path: string): void {
  if (!Array.isArray(options)) throw missing('options', path);
  if (options.length === 0 || options.length > most)
    throw explained('invalid_blocks', `must have 1 to ${most} items [${path}/options]`);
  (options as readonly Part[]).forEach((option, index) => checkOption(option, `${path}/options/${index}`));
}

function checkOption(option: Part, path: string): void {
  checkLabel(option, 'text', OPTION_TEXT_LIMIT, path);
  if (typeof option['value'] !== 'string') throw missing('value', path);
  checkLength(option['value'], OPTION_VALUE_LIMIT, `${path}/value`);
}

/** What is written on a button or in a menu is plain text, never markup. */
export function checkLabel(holder: Part, field: string, limit: number, path: string): void {
  const label = holder[field];
  if (label === undefined) throw missing(field, path);
  const { type, text } = Object(label) as Part;
  if (type !== 'plain_text' || typeof text !== 'string')
    throw explained('invalid_blocks', `must be a plain_text object [${path}/${field}]`);
  checkText(text, limit, `${path}/${field}/text`);
}

const missing = (field: string, path: string): ApiError =>
  explained('invalid_blocks', `missing required field: ${field} [${path}]`);
