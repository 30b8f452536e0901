import { describe, expect, test } from '@jest/globals';
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { NetworkFailure } from '../../../../adapters/slack/calls/fetch-from-slack.ts';
import { SLACK_ERRORS } from '../../../../adapters/slack/calls/slack-error-codes.ts';
import { isDone, toPlatformError } from '../../../../adapters/slack/calls/slack-errors.ts';
import { SLACK_METHODS, type SlackMethod } from '../../../../adapters/slack/slack-surface.ts';
import { errorCodesOf, type ErrorCode } from '../../../fixtures/slack-error-codes.ts';

const refusal = (error: unknown, more: Record<string, unknown> = {}) =>
  new WebAPIPlatformError({ ok: false, error: error as string, ...more });
const broken = (code: string) => new WebAPIRequestError(new NetworkFailure(code));

const kindOf = (error: unknown, method: Parameters<typeof toPlatformError>[1] = 'chat.postMessage') =>
  toPlatformError(error, method).kind;

describe('what Slack refuses', () => {
  test.each([
    ['invalid_auth', 'unauthorized'],
    ['token_revoked', 'unauthorized'],
    ['account_inactive', 'unauthorized'],
    ['missing_scope', 'unauthorized'],
    ['channel_not_found', 'gone'],
    ['is_archived', 'gone'],
    ['not_in_channel', 'gone'],
    ['message_not_found', 'gone'],
    ['restricted_action', 'rejected'],
    ['msg_too_long', 'rejected'],
    ['msg_blocks_too_long', 'rejected'],
    ['invalid_blocks', 'rejected'],
    ['a_code_of_next_year', 'rejected'],
    ['team_added_to_org', 'transient'],
    ['ratelimited', 'rate-limited'],
    ['rate_limited', 'rate-limited'],
    ['internal_error', 'ambiguous'],
    ['fatal_error', 'ambiguous'],
    ['service_unavailable', 'ambiguous'],
    ['request_timeout', 'ambiguous'],
  ])('%s is %s', (code, kind) => {
    expect(kindOf(refusal(code))).toBe(kind);
  });

  test.each([...SLACK_ERRORS.keys()])('%s says what to do', (code) => {
    expect(toPlatformError(refusal(code), 'chat.postMessage').message).toMatch(/: .{10,}/);
  });

  test('not_in_channel names the remedy, missing_scope the scope', () => {
    expect(toPlatformError(refusal('not_in_channel'), 'chat.postMessage').message).toBe(
      'Slack chat.postMessage failed (not_in_channel): invite the bot to the channel',
    );
    expect(toPlatformError(refusal('missing_scope', { needed: 'chat:write' }), 'chat.update').message).toContain(
      'needs chat:write',
    );
  });
});

describe.each(Object.keys(SLACK_METHODS) as SlackMethod[])('every code of %s', (method) => {
  const codes = errorCodesOf(method) ?? [];
  const lost = SLACK_METHODS[method].repeatable ? 'transient' : 'ambiguous';

  test('is listed here, and decided on purpose', () => {
    expect(codes).not.toEqual([]);
    expect(codes.map(({ code }) => code).filter((code) => !SLACK_ERRORS.has(code))).toEqual([]);
  });

  test('means what its documentation says', () => {
    const meaningOf = ({ code }: ErrorCode) => {
      const error = toPlatformError(refusal(code), method);
      return isDone(error, method) ? 'done' : error.kind;
    };
    const expected = codes.map(({ code, meaning }) => [code, meaning === 'lost' ? lost : meaning]);
    expect(codes.map((each) => [each.code, meaningOf(each)])).toEqual(expected);
  });
});

describe('limits', () => {
  test('keep the time that Slack names, in milliseconds', () => {
    const error = toPlatformError(new WebAPIRateLimitedError(7), 'chat.postMessage');
    expect(error).toMatchObject({ kind: 'rate-limited', retryAfterMs: 7_000 });
  });

  test('have a time also when Slack names none', () => {
    expect(toPlatformError(refusal('rate_limited'), 'chat.postMessage').retryAfterMs).toBe(30_000);
    expect(toPlatformError(new WebAPIRateLimitedError(0), 'chat.postMessage').retryAfterMs).toBe(30_000);
  });
});

describe('answers that never came', () => {
  test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'])(
    '%s: certainly not done',
    (code) => {
      expect(kindOf(broken(code))).toBe('transient');
    },
  );

  test.each([
    ['a reset', broken('ECONNRESET')],
    ['the other side closed', broken('UND_ERR_SOCKET')],
    ['a time-out', broken('TimeoutError')],
    ['a cut in the middle of the answer', new TypeError('terminated')],
    ['HTTP 502', new WebAPIHTTPError(502, 'Bad Gateway', {}, 'x')],
    ['HTTP 500', new WebAPIHTTPError(500, 'Internal', {}, 'x')],
    ['a page in the place of an answer', refusal('<html>Bad gateway</html>')],
    ['an answer without a code', refusal(undefined)],
  ])('%s: a post may have been done, anything else may be repeated', (_, error) => {
    expect(kindOf(error)).toBe('ambiguous');
    expect(kindOf(error, 'chat.postEphemeral')).toBe('ambiguous');
    expect(kindOf(error, 'chat.update')).toBe('transient');
    expect(kindOf(error, 'conversations.replies')).toBe('transient');
  });

  test('HTTP 4xx will not mend itself', () => {
    expect(kindOf(new WebAPIHTTPError(404, 'Not Found', {}, ''))).toBe('rejected');
    expect(kindOf(new WebAPIHTTPError(403, 'Forbidden', {}, ''))).toBe('unauthorized');
  });
});

test('no error carries headers, tokens or words along', () => {
  const headers = { authorization: 'Bearer xoxb-secret' };
  const errors = [
    new WebAPIHTTPError(500, 'Internal', headers, 'the words of a message'),
    refusal('<p>the words of a message xoxb-secret</p>', { headers }),
    refusal('missing_scope', { needed: 'xoxb-secret the words of a message!' }),
    new WebAPIRequestError(new Error('xoxb-secret the words of a message')),
  ];
  for (const error of errors) {
    const told = toPlatformError(error, 'chat.postMessage');
    expect(told.cause).toBeUndefined();
    expect(`${told.message} ${JSON.stringify(told)}`).not.toMatch(/xoxb|words/);
  }
});
