import { STATUS_CODES } from 'node:http';
import { type Context, HttpError, type Middleware } from 'koa';
import { AppError } from '../errors.ts';
import { type RequestState } from './request-context.ts';

const CODES: Readonly<Record<number, string>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  413: 'too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
  501: 'not_implemented',
};

/** Turns whatever is thrown, and every error status that nobody explained, into the one shape of error answers. */
export function answerErrors(): Middleware<RequestState> {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status >= 400 && ctx.body == null && ctx.respond !== false) answer(ctx, explained(ctx));
    } catch (error) {
      const shown = asAppError(error);
      if (!shown) ctx.state.log.error({ err: error }, 'request failed');
      if (!ctx.headerSent) answer(ctx, shown ?? internal(ctx.state.requestId));
    }
  };
}

function answer(ctx: Context, error: AppError): void {
  ctx.status = error.status;
  ctx.body = { success: false, message: error.message, code: error.code, ...error.details };
}

/** The error as its cause may be told to anyone; undefined when only we should know. */
function asAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (error instanceof HttpError && error.expose)
    return new AppError(error.status, codeOf(error.status), error.message);
  return undefined;
}

const internal = (requestId: string): AppError =>
  new AppError(500, 'internal', 'Something went wrong on our side. Try again; if it stays, tell us the requestId.', {
    requestId,
  });

function explained(ctx: Context): AppError {
  const { status, method } = ctx;
  return new AppError(status, codeOf(status), explanation(status, method));
}

function explanation(status: number, method: string): string {
  if (status === 404) return 'There is nothing at this address.';
  if (status === 405) return `This address does not take ${method}; the header Allow says what it takes.`;
  return `${STATUS_CODES[status] ?? 'Error'}.`;
}

const codeOf = (status: number): string => CODES[status] ?? (status < 500 ? 'invalid' : 'internal');
