import type { Context } from 'koa';
import rawBody from 'raw-body';
import { type z } from 'zod';
import { AppError, invalid } from '../../src/errors.ts';

const MAX_BODY = '64kb';

/** The JSON body of a page's request. @throws AppError when it is none, too large, or not as it should be */
export async function readBody<S extends z.ZodType>(ctx: Context, schema: S): Promise<z.output<S>> {
  if (!ctx.is('application/json')) throw new AppError(415, 'unsupported_media_type', 'Send JSON.');
  const text = await rawBody(ctx.req, { encoding: 'utf8', limit: MAX_BODY }).catch((error: unknown) => {
    if (isTooLarge(error)) throw new AppError(413, 'too_large', `Send at most ${MAX_BODY}.`);
    throw invalid('The request ended before it was complete.');
  });
  const read = schema.safeParse(asJson(text));
  if (read.success) return read.data;
  const fields = read.error.issues.map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`);
  throw invalid(`This is not what the page sends. ${fields.join('. ')}.`);
}

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && error.type === 'entity.too.large';

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid('This is not JSON.');
  }
}
