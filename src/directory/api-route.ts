import type { z } from 'zod';
import { parse } from '../validation.ts';
import type { ApiContext, Caller } from './access.ts';
import type { Permission } from './roles.ts';

export type ApiMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Fields by name, each with what it must be. */
export type Fields = Readonly<Record<string, z.ZodType>>;

type ValuesOf<F extends Fields> = { readonly [Name in keyof F]: z.output<F[Name]> };

/** The same, and nobody may write to it: what rooms answer with mostly is readonly. */
type Sent<T> = T extends Date ? T : T extends object ? { readonly [Name in keyof T]: Sent<T[Name]> } : T;

/** What is said of an operation: the request is checked by it, and the documentation is made of it. */
export interface Documented<
  Path extends Fields = Fields,
  Query extends z.ZodType = z.ZodType,
  Headers extends Fields = Fields,
  Body extends z.ZodType = z.ZodType,
  Answer extends Fields = Fields,
> {
  readonly method: ApiMethod;
  /** As it stands below /api: `/support-tickets/:id`. */
  readonly path: string;
  /** The door asks for it before the route does anything. */
  readonly permission: Permission;
  /** Under which heading it is documented. */
  readonly topic: string;
  /** One line: `Open a ticket`. */
  readonly summary: string;
  /** What else callers must know; plain text. */
  readonly details?: string;
  /** The parameters in the path. */
  readonly params?: Path;
  readonly query?: Query;
  /** By their names. */
  readonly headers?: Headers;
  readonly body?: Body;
  /** A body that would be taken. */
  readonly example?: z.input<Body>;
  /** Of a good answer; 200 unless told. */
  readonly status?: 200 | 201;
  /** Of the answer to a request that was sent before. */
  readonly statusOfRepeat?: 200;
  /** What a good answer bears beside `success`. */
  readonly answer: Answer;
  /** Statuses of errors that follow from what the operation does: 404, 409, … */
  readonly errors?: readonly number[];
}

export interface ApiRequest<
  Path extends Fields,
  Query extends z.ZodType,
  Headers extends Fields,
  Body extends z.ZodType,
> {
  readonly caller: Caller;
  readonly params: ValuesOf<Path>;
  readonly query: z.output<Query>;
  readonly headers: ValuesOf<Headers>;
  readonly body: z.output<Body>;
}

interface Declared<
  Path extends Fields,
  Query extends z.ZodType,
  Headers extends Fields,
  Body extends z.ZodType,
  Answer extends Fields,
> extends Documented<Path, Query, Headers, Body, Answer> {
  /** Where some callers must send more than the documentation asks of all. */
  readonly bodyFor?: (caller: Caller) => Body;
  /** @param ctx for what is rarely needed: another good status, a header of the answer */
  readonly handle: (
    request: ApiRequest<Path, Query, Headers, Body>,
    ctx: ApiContext,
  ) => Promise<Sent<ValuesOf<Answer>>>;
}

/** One operation of /api. */
export interface ApiRoute extends Documented {
  /** Checks the request and does what it asks for. @returns what is answered beside `success` */
  run(ctx: ApiContext): Promise<object>;
}

/** Declares an operation, once for its check, its answer and its documentation. */
export function route<
  Path extends Fields = Fields,
  Query extends z.ZodType = z.ZodUnknown,
  Headers extends Fields = Fields,
  Body extends z.ZodType = z.ZodUnknown,
  Answer extends Fields = Fields,
>({ handle, bodyFor, ...documented }: Declared<Path, Query, Headers, Body, Answer>): ApiRoute {
  const { params, query, headers, body, status = 200 } = documented;
  return {
    ...documented,
    async run(ctx) {
      const { caller } = ctx.state;
      const request = {
        caller,
        params: checkEach(params, (name) => (ctx['params'] as Record<string, unknown>)[name]) as ValuesOf<Path>,
        query: check(query, ctx.query) as z.output<Query>,
        body: check(bodyFor?.(caller) ?? body, ctx.request.body) as z.output<Body>,
        headers: checkEach(headers, (name) => ctx.get(name) || undefined) as ValuesOf<Headers>,
      };
      ctx.status = status;
      return handle(request, ctx);
    },
  };
}

const check = (schema: z.ZodType | undefined, sent: unknown): unknown => (schema ? parse(schema, sent) : undefined);

const checkEach = (fields: Fields = {}, read: (name: string) => unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, parse(schema, read(name))]));
