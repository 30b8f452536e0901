import { z } from 'zod';
import { AppError } from './errors.ts';

type Issue = z.core.$ZodRawIssue;

/** An id as it stands in a path or a query. */
export const pathId = z.coerce.number().int().positive().meta({ example: 1 });

/** An id as it stands in a body or an answer. */
export const id = z.number().int().positive();

/** A time as it stands in an answer; JSON makes it a text. */
export const time = z.date();

/**
 * Checks a value that came from outside.
 *
 * @throws AppError `invalid`: one sentence for each field that is wrong, also by name in `details.fields`
 */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value, { error: wouldBeRight });
  if (result.success) return result.data;
  const sentences = [...faultsByField(result.error.issues)].map(
    ([field, fault]) => [field, `${field} ${fault}.`] as const,
  );
  const message = sentences.map(([, sentence]) => sentence).join(' ');
  throw new AppError(400, 'invalid', message, { fields: Object.fromEntries(sentences) });
}

/** Without what was not sent: an absent field is left as it is. */
export const definedOf = <T extends object>(sent: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } =>
  Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>;
  };

/** By the path of each field (`specialties.0`) what would be right. The first fault of a field is enough. */
export function faultsByField(issues: readonly z.core.$ZodIssue[]): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  for (const { path, message } of issues) {
    const field = path.map(String).join('.') || 'request';
    if (!faults.has(field)) faults.set(field, message);
  }
  return faults;
}

/** What would be right, as the end of a sentence that begins with the field's name. Never repeats the value. */
export function wouldBeRight(issue: Issue): string {
  if (issue.code === 'unrecognized_keys') return `does not know ${listOf(issue.keys)}`;
  if (issue.code !== 'invalid_value' && issue.input === undefined) return 'is missing';
  return `must be ${expected(issue)}`;
}

function expected(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? `a ${issue.expected}`;
    case 'invalid_value':
      return listOf(issue.values.map(String), 'or');
    case 'invalid_format':
      return FORMATS[issue.format] ?? `a valid ${issue.format}`;
    case 'too_small':
      return bound(issue, Number(issue.minimum), issue.inclusive === false ? 'more than' : 'at least');
    case 'too_big':
      return bound(issue, Number(issue.maximum), issue.inclusive === false ? 'less than' : 'at most');
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return 'something else; see the documentation';
  }
}

function bound(issue: { readonly origin: string }, limit: number, word: string): string {
  switch (issue.origin) {
    case 'string':
      return limit === 1 && word === 'at least' ? 'a text that is not empty' : `a text of ${word} ${limit} characters`;
    case 'array':
      return `a list of ${word} ${limit}`;
    default:
      return `${word} ${limit}`;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  date: 'a date',
};

const FORMATS: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  url: 'a URL',
  datetime: 'a time like 2026-01-31T09:00:00Z',
  safeint: 'a whole number',
};

function listOf(words: readonly string[], conjunction = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1) ?? ''}`;
}
