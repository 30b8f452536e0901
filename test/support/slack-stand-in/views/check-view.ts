import type { Part } from '../block-elements.ts';
import { ApiError, explained } from '../web-api/api-error.ts';
import { checkLabel, checkSelect } from '../web-api/check-elements.ts';
import { checkLength } from '../web-api/check-text.ts';

const TITLE_LIMIT = 24;
const LABEL_LIMIT = 2_000;
const BLOCKS_LIMIT = 100;
const METADATA_LIMIT = 3_000;
const ID_LIMIT = 255;
const INPUT_LIMIT = 3_000;

/** A modal of inputs (docs.slack.dev/reference/views/modal-views). @throws ApiError as Slack refuses it */
export function checkView(view: unknown): Part {
  if (typeof view !== 'object' || view === null) throw new ApiError('invalid_arguments');
  const modal = view as Part;
  if (modal['type'] !== 'modal') throw explained('invalid_arguments', 'invalid type [/view/type]');
  checkLabel(modal, 'title', TITLE_LIMIT, '/view');
  for (const button of ['submit', 'close'])
    if (modal[button] !== undefined) checkLabel(modal, button, TITLE_LIMIT, '/view');
  checkLength(modal['private_metadata'], METADATA_LIMIT, '/view/private_metadata');
  checkLength(modal['callback_id'], ID_LIMIT, '/view/callback_id');
  checkBlocks(modal);
  return modal;
}

function checkBlocks({ blocks, submit }: Part): void {
  if (!Array.isArray(blocks) || blocks.length === 0 || blocks.length > BLOCKS_LIMIT)
    throw explained('invalid_arguments', `must have 1 to ${BLOCKS_LIMIT} items [/view/blocks]`);
  const inputs = (blocks as readonly Part[]).filter(({ type }) => type === 'input');
  if (inputs.length > 0 && submit === undefined) throw explained('invalid_arguments', 'missing required field: submit');
  const names = inputs.map(({ block_id: name }) => name);
  if (new Set(names).size < names.length) throw explained('invalid_arguments', 'block_id already exists in the view');
  inputs.forEach((input, index) => checkInput(input, `/view/blocks/${index}`));
}

function checkInput(input: Part, path: string): void {
  checkLength(input['block_id'], ID_LIMIT, `${path}/block_id`);
  checkLabel(input, 'label', LABEL_LIMIT, path);
  const element = Object(input['element']) as Part;
  checkLength(element['action_id'], ID_LIMIT, `${path}/element/action_id`);
  if (element['type'] === 'plain_text_input') {
    checkTextInput(element, `${path}/element`);
    return;
  }
  if (element['type'] !== 'static_select') throw explained('invalid_arguments', `unsupported type [${path}/element]`);
  checkSelect(element, `${path}/element`);
  checkInitial(element, `${path}/element`);
}

function checkTextInput({ max_length: most = INPUT_LIMIT, initial_value: initial }: Part, path: string): void {
  if (typeof most !== 'number' || most < 1 || most > INPUT_LIMIT)
    throw explained('invalid_arguments', `must be from 1 to ${INPUT_LIMIT} [${path}/max_length]`);
  if (initial === '') throw explained('invalid_arguments', `must be more than 0 characters [${path}/initial_value]`);
  checkLength(initial, most, `${path}/initial_value`);
}

function checkInitial({ options, initial_option: initial }: Part, path: string): void {
  if (initial === undefined) return;
  const known = (options as readonly unknown[]).map((option) => JSON.stringify(option));
  if (!known.includes(JSON.stringify(initial)))
    throw explained('invalid_arguments', `initial_option is none of the options [${path}/initial_option]`);
}
