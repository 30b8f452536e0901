import { z } from 'zod';

/** A JSON Schema, as OpenAPI 3.1 takes it. */
export type Described = Readonly<Record<string, unknown>>;

const IN_ZOD = '#/$defs/';
const IN_DOCUMENT = '#/components/schemas/';

/**
 * Schemas as the documentation shows them. Those with a name stand in it once.
 * @param named collects them
 */
export function describeSchema(schema: z.ZodType, io: 'input' | 'output', named: Map<string, Described>): Described {
  const { $schema, $defs, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: asSent });
  for (const [name, definition] of Object.entries($defs ?? {})) named.set(name, relink(withoutId(definition)));
  return relink(withoutId(described));
}

/** In an answer a time becomes a text; and a whole number need not say that it is exact. */
function asSent({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: z.core.JSONSchema.BaseSchema }) {
  if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

function withoutId(described: object): Described {
  const { id, ...rest } = described as Readonly<Record<string, unknown>>;
  return typeof id === 'string' ? rest : { ...described };
}

const relink = (described: Described): Described =>
  JSON.parse(JSON.stringify(described).replaceAll(IN_ZOD, IN_DOCUMENT)) as Described;
