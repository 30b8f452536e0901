import type { Described } from './describe-schema.ts';

/** What a JSON Schema allows, in few words: `a list of Ticket`, `low, normal, high or urgent`. */
export function typeWords(schema: Described): string {
  const { $ref, anyOf, const: only, type, items, format } = schema;
  const choices = schema['enum'];
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? '';
  if (Array.isArray(anyOf)) return [...new Set((anyOf as readonly Described[]).map(typeWords))].join(' or ');
  if (only !== undefined) return JSON.stringify(only);
  if (Array.isArray(choices)) return choices.map(String).join(', ');
  if (Array.isArray(type)) return type.map((one: unknown) => typeWords({ ...schema, type: one })).join(' or ');
  if (type === 'array') return `a list of ${typeWords((items ?? {}) as Described)}`;
  if (type === 'string' && typeof format === 'string') return FORMATS[format] ?? `a ${format}`;
  return [WORDS[String(type)] ?? 'anything', ...boundsOf(schema)].join(', ');
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'a time like 2026-01-31T09:00:00Z',
  email: 'an e-mail address',
  uri: 'a URL',
};

function boundsOf({ type, minimum, maximum, maxLength }: Described): string[] {
  const bounds: string[] = [];
  if (type === 'null') return bounds;
  if (typeof minimum === 'number' && typeof maximum === 'number') bounds.push(`${minimum} to ${maximum}`);
  if (typeof maxLength === 'number') bounds.push(`at most ${maxLength} characters`);
  return bounds;
}
