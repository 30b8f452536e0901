import type { ChoiceInput, Form, FormErrors, FormInput, FormValues, TextInput } from '../../../src/chat/form.ts';
import { soundText } from '../../../src/chat/rich-text/sound-text.ts';
import { adaptiveCard, LABEL_LENGTH, richTextBlock, run, type Element } from './adaptive-card.ts';
import { MAX_CARD_BYTES } from './render-card.ts';

/** The name under which a form comes back with what was filled in. */
export const FORM = 'switchboardForm';

export interface FilledForm {
  /** What was typed; undefined where nobody has yet, and the form's own beginning is shown. */
  readonly values?: FormValues | undefined;
  readonly errors?: FormErrors;
}

/** Characters of an option's label, until all options fit. */
const ROOMS = [LABEL_LENGTH, 30, 12];

/**
 * A form as an Adaptive Card 1.5 in a dialog. The labels of inputs are literal; whatever is wrong stands in text runs,
 * for the reason that `renderCard` has.
 * @param sealed the form itself, which the adapter shows again from it
 */
export function renderForm(form: Form, sealed: string, filled: FilledForm = {}): Element {
  let rendered: Element = {};
  for (const room of ROOMS) {
    rendered = renderWithin(form, sealed, filled, room);
    if (Buffer.byteLength(JSON.stringify(rendered)) <= MAX_CARD_BYTES) break;
  }
  return rendered;
}

const renderWithin = (form: Form, sealed: string, { values, errors = {} }: FilledForm, room: number): Element => {
  const names = new Set(form.inputs.map(({ name }) => name));
  const elsewhere = Object.entries(errors).flatMap(([name, error]) => (names.has(name) ? [] : [errorText(error)]));
  return adaptiveCard({
    body: [...elsewhere, ...form.inputs.flatMap((input) => renderInput(input, values, errors[input.name], room))],
    actions: [{ type: 'Action.Submit', title: form.submit, style: 'positive', data: { [FORM]: sealed } }],
  });
};

function renderInput(
  input: FormInput,
  values: FormValues | undefined,
  error: string | undefined,
  room: number,
): Element[] {
  const { name, label, optional = false, initial = '' } = input;
  const value = soundText(values ? (values[name] ?? '') : initial);
  const rendered = {
    ...(input.kind === 'text' ? renderText(input, value) : renderChoice(input, value, room)),
    id: name,
    label: shortened(label, LABEL_LENGTH) + (optional ? ' (optional)' : ''),
    isRequired: !optional,
    ...(!optional && { errorMessage: input.kind === 'text' ? 'Please write something here.' : 'Please choose one.' }),
  };
  return [rendered, ...(error === undefined ? [] : [errorText(error)])];
}

const renderText = ({ isLong, maxLength }: TextInput, value: string): Element => ({
  type: 'Input.Text',
  isMultiline: isLong,
  maxLength,
  ...(value !== '' && { value: soundText(value.slice(0, maxLength)) }),
});

/** Of more options than fit on a screen one finds one's own by typing. */
const SEEN_AT_ONCE = 10;

function renderChoice({ options }: ChoiceInput, value: string, room: number): Element {
  const isChosen = options.some((option) => option.value === value);
  return {
    type: 'Input.ChoiceSet',
    // Where one can type, some clients show a choice that was made before by its value, which tells nobody anything.
    style: options.length > SEEN_AT_ONCE && !isChosen ? 'filtered' : 'compact',
    placeholder: 'Choose one',
    choices: options.map((option) => ({ title: shortened(option.label, room), value: option.value })),
    ...(isChosen && { value }),
  };
}

const shortened = (text: string, room: number): string =>
  text.length <= room ? text : `${soundText(text.slice(0, room - 1))}…`;

const errorText = (text: string): Element =>
  richTextBlock([run(text, { color: 'attention', size: 'small' })], { spacing: 'small' });
