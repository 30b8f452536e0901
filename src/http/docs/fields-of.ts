import type { Described } from './describe-schema.ts';

/** One field of an object, for a row of a table. */
export interface Field {
  /** With those of the objects that it stands in: `weights.specialty`, `agents[].name`. */
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: Described;
  readonly about: string;
}

/** The fields of an object, those of the objects in it after each. Shapes with a name of their own are not opened. */
export function fieldsOf(schema: Described, prefix = ''): Field[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties as Readonly<Record<string, Described>>).flatMap(([name, inner]) => {
    const path = `${prefix}${name}`;
    const isRequired = (required as readonly string[]).includes(name);
    const about = typeof inner['description'] === 'string' ? inner['description'] : '';
    return [{ name: path, isRequired, schema: inner, about }, ...innerFields(inner, path)];
  });
}

function innerFields(schema: Described, path: string): Field[] {
  const { anyOf, items } = schema;
  if (Array.isArray(anyOf)) return (anyOf as readonly Described[]).flatMap((choice) => innerFields(choice, path));
  return items ? fieldsOf(items as Described, `${path}[].`) : fieldsOf(schema, `${path}.`);
}
