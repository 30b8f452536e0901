import { randomBytes } from 'node:crypto';
import type { Option, Part } from '../block-elements.ts';
import { pickOne } from '../pick-one.ts';
import type { FilledIn, ShownView } from '../protocol.ts';

/** A modal that is open, or was. */
export interface OpenView {
  readonly id: string;
  readonly user: string;
  view: Part;
  isOpen: boolean;
  errors: Readonly<Record<string, string>>;
}

interface Input {
  readonly name: string;
  readonly label: string;
  readonly isOptional: boolean;
  readonly element: Part;
}

/** The modals on people's screens. */
export class Views {
  readonly #all: OpenView[] = [];

  open(user: string, view: Part): OpenView {
    const opened = { id: `V${randomBytes(5).toString('hex').toUpperCase()}`, user, view, isOpen: true, errors: {} };
    this.#all.push(opened);
    return opened;
  }

  /** What somebody sees on top; undefined where no modal is open. */
  ofUser(user: string): OpenView | undefined {
    return this.#all.findLast((view) => view.user === user && view.isOpen);
  }
}

/** As Slack sends it back. */
export const wireView = ({ id, view }: OpenView, values: Record<string, unknown> = {}): Part => ({
  ...view,
  id,
  state: { values },
  hash: `${id}.1`,
});

const inputsOf = ({ view }: OpenView): Input[] =>
  (view['blocks'] as readonly Part[])
    .filter(({ type }) => type === 'input')
    .map((block) => ({
      name: String(block['block_id']),
      label: (block['label'] as { text: string }).text,
      isOptional: block['optional'] === true,
      element: block['element'] as Part,
    }));

/** What a person reads in it: titles, and each input with what stands in it and what is wrong with it. */
export function look(open: OpenView): ShownView {
  const { view, id, errors } = open;
  const texts = (view['blocks'] as readonly Part[]).filter(({ type }) => type !== 'input');
  return {
    id,
    title: (view['title'] as { text: string }).text,
    words: texts.map((block) => (block['text'] as { text: string }).text),
    inputs: inputsOf(open).map(({ name, label, element }) => ({
      label,
      value: begunWith(element),
      ...(element['type'] === 'static_select' && { options: optionsOf(element).map(({ text }) => text.text) }),
      ...(errors[name] !== undefined && { error: errors[name] }),
    })),
  };
}

const optionsOf = (element: Part): readonly Option[] => element['options'] as readonly Option[];

const begunWith = (element: Part): string =>
  element['type'] === 'static_select'
    ? ((element['initial_option'] as Option | undefined)?.text.text ?? '')
    : ((element['initial_value'] as string | undefined) ?? '');

/**
 * The state of a view as a person leaves it, who writes over what stands there.
 * @throws Error for what Slack's own clients do not let through, unless `unchecked`
 */
export function fillIn(open: OpenView, filled: FilledIn, unchecked: boolean): Record<string, unknown> {
  const inputs = inputsOf(open);
  const unknown = Object.keys(filled).find((label) => !inputs.some((input) => input.label === label));
  if (unknown !== undefined) throw new Error(`There is no input "${unknown}".`);
  return Object.fromEntries(
    inputs.map((input) => [input.name, { [String(input.element['action_id'])]: valueOf(input, filled, unchecked) }]),
  );
}

function valueOf({ label, element, isOptional }: Input, filled: FilledIn, unchecked: boolean): Part {
  const written = filled[label] ?? begunWith(element);
  if (!unchecked && written.trim() === '' && !isOptional) throw new Error(`"${label}" must be filled in.`);
  if (element['type'] === 'plain_text_input') {
    if (!unchecked && written.length > Number(element['max_length'] ?? 3_000))
      throw new Error(`"${label}" is too long.`);
    return { type: 'plain_text_input', value: written === '' ? null : written };
  }
  if (unchecked && !optionsOf(element).some(({ text }) => text.text === written))
    return { type: 'static_select', selected_option: written === '' ? null : { value: written } };
  const option = pickOne(optionsOf(element), {
    wanted: `option "${written}" in "${label}"`,
    isIt: ({ text }) => text.text === written,
    nameOf: ({ text }) => `"${text.text}"`,
  });
  return { type: 'static_select', selected_option: option };
}
