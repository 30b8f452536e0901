import { NEVER_SENT } from '../../../src/chat/never-sent.ts';
import { PlatformError, type PlatformErrorKind } from '../../../src/chat/platform-error.ts';

/** `lost`: it may have been done. For a request that may be repeated that is `transient`, otherwise `ambiguous`. */
type Fault = readonly [kind: PlatformErrorKind | 'lost', advice: string];

const SECRET =
  'check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TYPE, and that the secret has not expired';
const NOT_THERE = 'the conversation or the message is not there, or the app is not installed there any more';
const TOO_LARGE = 'the message is larger than Teams takes';
const AGAIN = 'it will be tried again';
const LOST: Fault = ['lost', 'it may or may not have been done'];

/** How long to wait when Teams names no time, in ms: 1,800 an hour of one thread is one in 2 s. */
const RETRY_AFTER_MS = 2_000;

/** Codes that say more than their status (learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability). */
const CODES: ReadonlyMap<string, Fault> = new Map<string, Fault>([
  ['BotNotInConversationRoster', ['gone', 'add the app to the team or the chat']],
  ['ConversationBlockedByUser', ['gone', 'the person has blocked the bot']],
  ['ForbiddenOperationException', ['gone', 'the app is not installed for this person']],
  ['BotDisabledByAdmin', ['unauthorized', 'an admin of the tenant has switched the app off; ask them to allow it']],
  ['NotEnoughPermissions', ['unauthorized', 'the app lacks a permission; install it again with its manifest']],
  ['MessageSizeTooBig', ['rejected', TOO_LARGE]],
]);

/** What each status of the Bot Connector means for us (…/bots/how-to/rate-limit, …/conversation-messages). */
const STATUSES: ReadonlyMap<number, Fault> = new Map<number, Fault>([
  [400, ['rejected', 'the request was malformed, which is a defect of Switchboard; please report it']],
  [401, ['unauthorized', SECRET]],
  [403, ['unauthorized', 'the tenant forbids it; ask its admin to allow the app']],
  [404, ['gone', NOT_THERE]],
  [405, ['rejected', 'Teams does not do this there']],
  [409, ['transient', `somebody else changed it at the same time; ${AGAIN}`]],
  [410, ['gone', NOT_THERE]],
  [412, ['transient', `somebody else changed it at the same time; ${AGAIN}`]],
  [413, ['rejected', TOO_LARGE]],
  [429, ['rate-limited', AGAIN]],
  [501, ['rejected', 'Teams does not do this there']],
]);

/** A PlatformError that still knows what Teams called the fault; `code` is for this folder only. */
export class TeamsError extends PlatformError {
  constructor(
    kind: PlatformErrorKind,
    message: string,
    readonly code: string,
    options: { readonly retryAfterMs?: number },
  ) {
    super(kind, message, options);
  }
}

/** Whether a request failed because what it asked for does not exist. */
export const isAbsent = (error: unknown, code: string): boolean => error instanceof TeamsError && error.code === code;

interface What {
  readonly code: string;
  readonly shown: string;
}

export interface Attempt {
  /** For people: `send`. */
  readonly name: string;
  /** Doing it twice is the same as doing it once. */
  readonly repeatable: boolean;
}

/** Teams answered with a status that is no success. @param code of the answer's own error, where it has one */
export function refused(attempt: Attempt, status: number, code: string, retryAfter: string | null): PlatformError {
  const fault: Fault =
    CODES.get(code) ?? STATUSES.get(status) ?? (status >= 500 ? LOST : ['rejected', 'look this status up']);
  return failed(attempt, { code, shown: `${status}${code && ` ${code}`}` }, fault, waitOf(retryAfter));
}

/** There was no answer. Nothing of the request, which bears the token and what people wrote, is kept. */
export function unanswered(attempt: Attempt, error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const code = codeOf(error);
  return failed(attempt, { code, shown: code }, NEVER_SENT.has(code) ? ['transient', AGAIN] : LOST);
}

/** The answer says that all is well, and cannot be read. */
export const unreadable = (attempt: Attempt): PlatformError =>
  failed(attempt, { code: '', shown: 'unreadable answer' }, LOST);

function failed(attempt: Attempt, { code, shown }: What, [kind, advice]: Fault, retryAfterMs = RETRY_AFTER_MS) {
  const lost = attempt.repeatable ? 'transient' : 'ambiguous';
  const options = kind === 'rate-limited' ? { retryAfterMs } : {};
  const message = `Teams ${attempt.name} failed (${shown}): ${advice}`;
  return new TeamsError(kind === 'lost' ? lost : kind, message, code, options);
}

const waitOf = (retryAfter: string | null): number | undefined =>
  /^\d{1,6}$/.test(retryAfter ?? '') && Number(retryAfter) > 0 ? Number(retryAfter) * 1000 : undefined;

/** `fetch` wraps what happened: a TypeError whose cause has a code. A time-out has a name instead. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : error.name;
}
