import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { NEVER_SENT } from '../../../src/chat/never-sent.ts';
import { PlatformError, type PlatformErrorKind } from '../../../src/chat/platform-error.ts';
import { NetworkFailure } from './fetch-from-slack.ts';
import { SLACK_METHODS, type SlackMethod } from '../slack-surface.ts';
import { NOT_DONE, SLACK_ERRORS, TOKEN, type Fault } from './slack-error-codes.ts';

/** How long to wait when Slack names no time, in ms: its limits count by the minute. */
const RETRY_AFTER_MS = 30_000;

/**
 * A code that nobody here knows. Slack has answered, so that it is not done, and nothing says that a repetition would
 * help: the delivery ends, a person sees why, and can have it tried again. Nothing is lost and nothing comes twice.
 */
const UNKNOWN: Fault = ['rejected', 'look this code up in the documentation of the method'];
const LOST: Fault = ['lost', 'it may or may not have been done'];

/** What a method answers when what it was to do is so already. */
const DONE: Partial<Record<SlackMethod, readonly string[]>> = {
  'chat.delete': ['message_not_found'],
  'files.delete': ['file_not_found', 'file_deleted'],
  'reactions.add': ['already_reacted', 'message_not_found'],
  'reactions.remove': ['no_reaction', 'message_not_found'],
};

const SLACK_CODE = /^[a-z][a-z0-9_]{1,80}$/;

/** A PlatformError that still knows what Slack called the fault; `code` is for this folder only. */
export class SlackError extends PlatformError {
  constructor(
    kind: PlatformErrorKind,
    message: string,
    readonly code: string,
    options: { readonly retryAfterMs?: number } = {},
  ) {
    super(kind, message, options);
  }
}

/** Whether a call failed because what it asked for does not exist. */
export const isAbsent = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof SlackError && codes.includes(error.code);

/** Whether a call failed because there was nothing left to do. */
export const isDone = (error: unknown, method: SlackMethod): boolean => isAbsent(error, ...(DONE[method] ?? []));

/**
 * What a failed call means for us. The SDK's error is never attached as a cause: it may carry headers with the token,
 * and the words of the message.
 */
export function toPlatformError(error: unknown, method: SlackMethod): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof WebAPIRateLimitedError) return limited(method, error.retryAfter * 1000);
  if (error instanceof WebAPIPlatformError) return refused(error, method);
  if (error instanceof WebAPIHTTPError) return failed(method, `HTTP ${error.statusCode}`, httpFault(error.statusCode));
  const cause = error instanceof WebAPIRequestError ? error.original : error;
  const code = cause instanceof NetworkFailure ? cause.code : 'no answer';
  return failed(method, code, NEVER_SENT.has(code) ? ['transient', NOT_DONE] : LOST);
}

/** The answer came, said that all is well, and cannot be read. */
export const unreadableAnswer = (method: SlackMethod): PlatformError => failed(method, 'unreadable answer', LOST);

function refused({ data }: WebAPIPlatformError, method: SlackMethod): PlatformError {
  // The SDK puts a body that is no JSON (a proxy's page, an answer cut short) where the code belongs, or nothing.
  const code: unknown = data.error;
  if (typeof code !== 'string' || !SLACK_CODE.test(code)) return unreadableAnswer(method);
  const fault = SLACK_ERRORS.get(code) ?? UNKNOWN;
  if (fault[0] === 'rate-limited') return limited(method, (data.response_metadata?.retryAfter ?? 0) * 1000);
  return failed(method, code, fault, neededScope({ ...data }));
}

const limited = (method: SlackMethod, retryAfterMs: number): PlatformError =>
  new SlackError('rate-limited', `Slack limits ${method} for now: ${NOT_DONE}`, 'ratelimited', {
    retryAfterMs: retryAfterMs > 0 ? retryAfterMs : RETRY_AFTER_MS,
  });

function failed(method: SlackMethod, code: string, [kind, advice]: Fault, more = ''): PlatformError {
  const lost: PlatformErrorKind = SLACK_METHODS[method].repeatable ? 'transient' : 'ambiguous';
  return new SlackError(kind === 'lost' ? lost : kind, `Slack ${method} failed (${code}${more}): ${advice}`, code);
}

function httpFault(status: number): Fault {
  if (status >= 500 || status === 408) return LOST;
  if (status === 401 || status === 403) return ['unauthorized', TOKEN];
  return ['rejected', 'check SLACK_API_URL'];
}

function neededScope(data: Readonly<Record<string, unknown>>): string {
  const needed = data['needed'];
  return typeof needed === 'string' && /^[a-z:.,_ ]{1,200}$/.test(needed) ? `, needs ${needed}` : '';
}
