import { describe, expect, test } from '@jest/globals';
import { refused, unanswered } from '../../../../adapters/teams/calls/teams-errors.ts';

const POST = { name: 'send', repeatable: false };
const EDIT = { name: 'update', repeatable: true };
const failure = (code: string) => new TypeError('fetch failed: a private matter', { cause: { code } });

describe('what a failed request to Teams means', () => {
  test.each([
    [400, '', 'rejected'],
    [401, '', 'unauthorized'],
    [403, '', 'unauthorized'],
    [403, 'BotNotInConversationRoster', 'gone'],
    [403, 'ConversationBlockedByUser', 'gone'],
    [404, 'ConversationNotFound', 'gone'],
    [405, '', 'rejected'],
    [409, '', 'transient'],
    [412, 'PreconditionFailed', 'transient'],
    [413, 'MessageSizeTooBig', 'rejected'],
    [418, '', 'rejected'],
    [429, '', 'rate-limited'],
    [500, '', 'ambiguous'],
    [501, '', 'rejected'],
    [502, 'ServiceError', 'ambiguous'],
    [503, '', 'ambiguous'],
    [504, '', 'ambiguous'],
  ])('%i %s of a post: %s', (status, code, kind) => {
    expect(refused(POST, status, code, null)).toMatchObject({ kind });
    expect(refused(EDIT, status, code, null).kind).toBe(kind === 'ambiguous' ? 'transient' : kind);
  });

  test('waits as long as Teams says, or a moment', () => {
    expect(refused(POST, 429, '', '7').retryAfterMs).toBe(7_000);
    for (const silence of [null, '0', 'soon']) expect(refused(POST, 429, '', silence).retryAfterMs).toBe(2_000);
  });

  test('what never left was certainly not done; what was cut may have been', () => {
    for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']) {
      expect(unanswered(POST, failure(code)).kind).toBe('transient');
    }
    for (const code of ['ECONNRESET', 'UND_ERR_SOCKET']) expect(unanswered(POST, failure(code)).kind).toBe('ambiguous');
    expect(unanswered(POST, new DOMException('late', 'TimeoutError')).kind).toBe('ambiguous');
    expect(unanswered(EDIT, failure('ECONNRESET')).kind).toBe('transient');
  });

  test('tells nothing of the request', () => {
    const error = unanswered(POST, failure('ECONNRESET'));
    expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain('private');
  });
});
