import { z } from 'zod';
import type { ApiRoute, Fields } from '../../directory/api-route.ts';
import { rolesWith } from '../../directory/roles.ts';
import { describeSchema, type Described } from './describe-schema.ts';

/** The version of the API, not of the product: it changes when a program would have to. */
const VERSION = '1.0.0';

const ABOUT = [
  'Every request bears `Authorization: Bearer <key>`; bodies are JSON objects of at most 1 MiB.',
  'A good answer has `"success": true`. A list is answered in pages: its `nextCursor` (null on the last page) is the `cursor` of the next request.',
  'An error is `{"success": false, "message": …, "code": …}`: the message says what to do, the code is for programs.',
].join('\n\n');

/** What each status of an error means, whichever operation answers it. */
const ERRORS: Readonly<Record<number, string>> = {
  400: 'Something in the request is wrong; the message names it.',
  401: 'No key, or one that is not known, was revoked or has expired.',
  403: 'The key’s role may not do this.',
  404: 'There is no such thing, or it is not yours.',
  409: 'It stands against what is there.',
  413: 'The body is larger than 1 MiB.',
  415: 'The body is not JSON.',
  422: 'This Idempotency-Key came with another request.',
  429: 'Too many requests: the header Retry-After says in how many seconds to try again.',
};
const ANYWHERE = [401, 403, 429];
const WITH_BODY = [400, 413, 415];

const error = z
  .object({ success: z.literal(false), message: z.string(), code: z.string() })
  .meta({ description: 'What went wrong, and what to do. Some errors bear more, by the name of what it is.' });

/** The parts of the document that the readable page is made of. */
export interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Described>>;
    /** By their status: `Error404`. */
    readonly responses: Readonly<Record<string, ErrorResponse>>;
    readonly securitySchemes: Described;
  };
  readonly security: readonly Described[];
}

export type ErrorResponse = Described & { readonly description: string };

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: JsonContent };
  readonly responses: Readonly<Record<string, Described>>;
  readonly 'x-permission': string;
  readonly 'x-roles': readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Described;
  readonly example?: unknown;
}

export interface JsonContent {
  readonly 'application/json': { readonly schema: Described; readonly example?: unknown };
}

/** The OpenAPI 3.1 document of the declared operations. Bears no secret: anybody may read it. */
export function describeApi(routes: readonly ApiRoute[]): OpenApi {
  const schemas = new Map<string, Described>();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = `/api${route.path.replaceAll(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method]: describeOperation(route, schemas) };
  }
  schemas.set('Error', describeSchema(error, 'input', schemas));
  return {
    openapi: '3.1.0',
    info: { title: 'Switchboard', version: VERSION, description: ABOUT },
    tags: [...new Set(routes.map(({ topic }) => topic))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(schemas),
      responses: Object.fromEntries(
        Object.entries(ERRORS).map(([status, about]) => [nameOf(status), refusal(status, about)]),
      ),
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
    security: [{ key: [] }],
  };
}

function describeOperation(route: ApiRoute, named: Map<string, Described>): Operation {
  const { method, path, permission, topic, summary, details, body, example, errors = [] } = route;
  const roles = rolesWith(permission);
  const parameters = [
    ...describeEach('path', route.params, named),
    ...describeQuery(route.query, named),
    ...describeEach('header', route.headers, named),
  ];
  const refusals = [...ANYWHERE, ...(parameters.length > 0 ? [400] : []), ...(body ? WITH_BODY : []), ...errors];
  return {
    operationId: `${method}${path.replaceAll(/[/:-]+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    tags: [topic],
    summary,
    description: [...(details === undefined ? [] : [details]), `For the roles ${roles.join(', ')}.`].join('\n\n'),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: json(describeSchema(body, 'input', named), example) } }),
    responses: { ...describeAnswer(route, named), ...Object.fromEntries([...new Set(refusals)].sort().map(refusalOf)) },
    'x-permission': permission,
    'x-roles': roles,
  };
}

function describeEach(where: Parameter['in'], fields: Fields = {}, named: Map<string, Described>): Parameter[] {
  return Object.entries(fields).map(([name, field]) => {
    const { example, description, ...schema } = describeSchema(field, 'input', named);
    return {
      name,
      in: where,
      required: where === 'path' || !field.safeParse(undefined).success,
      ...(typeof description === 'string' && { description }),
      schema,
      ...(example !== undefined && { example }),
    };
  });
}

const describeQuery = (query: ApiRoute['query'], named: Map<string, Described>): Parameter[] =>
  query instanceof z.ZodObject ? describeEach('query', query.shape, named) : [];

function describeAnswer({ answer, status = 200, statusOfRepeat }: ApiRoute, named: Map<string, Described>) {
  const content = json(describeSchema(z.strictObject({ success: z.literal(true), ...answer }), 'output', named));
  const repeated = { description: 'A repeat: it was done before.', content };
  return { [status]: { description: 'Done.', content }, ...(statusOfRepeat && { [statusOfRepeat]: repeated }) };
}

const json = (schema: Described, example?: unknown): JsonContent => ({
  'application/json': { schema, ...(example !== undefined && { example }) },
});

const nameOf = (status: number | string): string => `Error${status}`;

const refusalOf = (status: number): [string, Described] => [
  String(status),
  { $ref: `#/components/responses/${nameOf(status)}` },
];

const refusal = (status: string, description: string): ErrorResponse => ({
  description,
  ...(status === '429' && { headers: { 'Retry-After': { schema: { type: 'integer' } } } }),
  content: json({ $ref: '#/components/schemas/Error' }),
});
