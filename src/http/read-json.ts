import { type Context } from 'koa';
import readRaw from 'raw-body';
import { AppError, invalid, messageOf } from '../errors.ts';

/** In bytes. */
export const MAX_BODY = 1024 * 1024;

const WITHOUT_BODY = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The JSON object that came with a request; an empty object when nothing came.
 *
 * @throws AppError `invalid`, `too_large` or `unsupported_media_type`, saying what would be right
 */
export async function readJson(ctx: Context): Promise<object> {
  return WITHOUT_BODY.has(ctx.method) || !hasBody(ctx) ? {} : parseObject(await read(ctx));
}

/** As RFC 9112 §6.3 tells it: by a length or by chunks. */
const hasBody = (ctx: Context): boolean => Boolean(ctx.get('Transfer-Encoding')) || Boolean(ctx.request.length);

async function read(ctx: Context): Promise<Buffer> {
  if (!ctx.is('application/json')) throw unsupported('Send JSON, with the header "Content-Type: application/json".');
  if (ctx.get('Content-Encoding')) throw unsupported('Send the body without a Content-Encoding.');
  try {
    return await readRaw(ctx.req, { limit: MAX_BODY, length: ctx.get('Content-Length') || null });
  } catch (error) {
    if (isTooLarge(error)) throw new AppError(413, 'too_large', 'The body is larger than 1 MiB.');
    throw invalid('The body ended before it was complete.');
  }
}

const unsupported = (message: string): AppError => new AppError(415, 'unsupported_media_type', message);

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && error.type === 'entity.too.large';

function parseObject(raw: Buffer): object {
  const value = parseJson(raw);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('The body must be a JSON object: {…}.');
  }
  return value;
}

function parseJson(raw: Buffer): unknown {
  try {
    // Fatal, because quietly replaced characters would be a loss that nobody sees.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch (error) {
    throw invalid(`The body is not valid JSON in UTF-8: ${messageOf(error)}.`);
  }
}
