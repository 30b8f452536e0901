import { randomUUID } from 'node:crypto';
import type { Form, FormValues } from '../../../src/chat/form.ts';
import { soundText } from '../../../src/chat/rich-text/sound-text.ts';
import { ADAPTIVE_CARD, LABEL_LENGTH } from '../rendering/adaptive-card.ts';
import { FORM, renderForm, type FilledForm } from '../rendering/render-form.ts';
import type { Seal } from './seal.ts';

/** A form that was opened once, wherever that was. */
export interface OpenForm {
  readonly formId: string;
  readonly form: Form;
}

/** What came back of it. */
export interface SentForm extends OpenForm {
  readonly values: FormValues;
}

/**
 * The forms that people see in dialogs. We keep none: each goes out sealed and comes back with what was filled in, so that
 * any replica can take it, or show it once more with what is wrong.
 */
export interface Forms {
  readonly open: (form: Form) => object;
  /** The same one again, with what was typed and what is wrong. */
  readonly again: (sent: SentForm, errors: FilledForm['errors']) => object;
  /** @returns undefined for what is no form of ours */
  readonly read: (data: unknown) => SentForm | undefined;
}

export function createForms(seal: Seal): Forms {
  const show = (opened: OpenForm, filled?: FilledForm) => {
    const { formId, form } = opened;
    return dialogOf(form, renderForm(form, seal.close(JSON.stringify({ formId, form }, kept)), filled));
  };
  return {
    open: (form) => show({ formId: randomUUID(), form }),
    again: ({ formId, form, values }, errors = {}) => show({ formId, form }, { values, errors }),
    read: (data) => {
      if (typeof data !== 'object' || data === null) return undefined;
      const given = data as Readonly<Record<string, unknown>>;
      const sealed = given[FORM];
      const opened = typeof sealed === 'string' ? seal.open(sealed) : undefined;
      if (opened === undefined) return undefined;
      // Nobody but us can have written it.
      const { formId, form } = JSON.parse(opened) as OpenForm;
      return { formId, form, values: valuesOf(form, given) };
    },
  };
}

/** All but what is not shown a second time: with that a form of long words would not fit into its own dialog. */
const kept = (key: string, value: unknown): unknown => {
  if (key === 'initial') return undefined;
  return key === 'label' && typeof value === 'string' ? value.slice(0, LABEL_LENGTH) : value;
};

/** What is not filled in comes empty, or not at all. */
const valuesOf = ({ inputs }: Form, given: Readonly<Record<string, unknown>>): FormValues =>
  Object.fromEntries(
    inputs.map(({ name }) => {
      const value = given[name];
      return [name, typeof value === 'string' ? soundText(value) : ''];
    }),
  );

/** Inputs that a small dialog shows without scrolling. */
const FEW_INPUTS = 2;

/** learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/invoking-task-modules */
const dialogOf = ({ title, inputs }: Form, card: object): object => ({
  task: {
    type: 'continue',
    value: {
      title,
      width: 'medium',
      height: inputs.length > FEW_INPUTS ? 'large' : 'medium',
      card: { contentType: ADAPTIVE_CARD, content: card },
    },
  },
});
