import type { types } from '@slack/bolt';
import type { ChoiceInput, Form, FormInput, TextInput } from '../../../src/chat/form.ts';
import { cut, wellFormed } from '../text/escape-text.ts';
import { plainText } from '../text/plain-text.ts';
import { renderOption } from './render-actions.ts';

/** Limits of modals in UTF-16 units (docs.slack.dev/reference/views/modal-views, …/block-elements). */
const TITLE_LENGTH = 24;
const LABEL_LENGTH = 2_000;
const LONGEST_TEXT = 3_000;
const OPTIONS_IN_SELECT = 100;

/** A form as a modal. Each input is a block of its own, with the input's name: by that its errors find it. */
export const renderForm = ({ action, context, title, submit, inputs }: Form): types.ModalView => ({
  type: 'modal',
  callback_id: action,
  private_metadata: context,
  title: plainText(title, TITLE_LENGTH),
  submit: plainText(submit, TITLE_LENGTH),
  close: plainText('Cancel', TITLE_LENGTH),
  blocks: inputs.map(renderInput),
});

const renderInput = (input: FormInput): types.InputBlock => ({
  type: 'input',
  block_id: input.name,
  optional: input.optional ?? false,
  label: plainText(input.label, LABEL_LENGTH),
  element: input.kind === 'text' ? renderText(input) : renderChoice(input),
});

function renderText({ name, isLong, maxLength, initial = '' }: TextInput): types.PlainTextInput {
  const most = Math.min(maxLength, LONGEST_TEXT);
  const begun = cut(wellFormed(initial), most);
  return {
    type: 'plain_text_input',
    action_id: name,
    multiline: isLong,
    max_length: most,
    ...(begun !== '' && { initial_value: begun }),
  };
}

function renderChoice({ name, options, initial }: ChoiceInput): types.StaticSelect {
  const shown = options.slice(0, OPTIONS_IN_SELECT).map(renderOption);
  const chosen = shown.find(({ value }) => value === initial);
  const placeholder = plainText('Choose one', TITLE_LENGTH);
  return {
    type: 'static_select',
    action_id: name,
    placeholder,
    options: shown,
    ...(chosen && { initial_option: chosen }),
  };
}
