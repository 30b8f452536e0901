import type { CardOption } from './card.ts';

/** What a person is asked to fill in. Rooms compose forms, adapters render them (a modal, a task module, a page). */
export interface Form {
  /** Our own word for what is to happen with it, at most 100 characters; comes back with what was filled in. */
  readonly action: string;
  /** What it is about, at most 2,000 characters; comes back as it is, and nobody who fills it in can see or change it. */
  readonly context: string;
  /** At most 24 characters, as is `submit`. */
  readonly title: string;
  readonly submit: string;
  readonly inputs: readonly FormInput[];
}

export type FormInput = TextInput | ChoiceInput;

interface Input {
  /** By which its value and its errors come and go; once in a form. */
  readonly name: string;
  readonly label: string;
  readonly optional?: boolean;
  /** Of a choice, an option's value. */
  readonly initial?: string;
}

export interface TextInput extends Input {
  readonly kind: 'text';
  /** Of several lines. */
  readonly isLong: boolean;
  /** In UTF-16 units; at most 3,000. */
  readonly maxLength: number;
}

export interface ChoiceInput extends Input {
  readonly kind: 'choice';
  /** From 1 to 100. */
  readonly options: readonly CardOption[];
}

/** What was filled in, by the names of the inputs; empty where nothing was. */
export type FormValues = Readonly<Record<string, string>>;

/** What is wrong, by the names of the inputs. */
export type FormErrors = Readonly<Record<string, string>>;
