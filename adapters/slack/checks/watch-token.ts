import { z } from 'zod';
import { messageOf } from '../../../src/errors.ts';
import type { Log } from '../../../src/log.ts';
import type { SlackCall } from '../calls/slack-calls.ts';
import { isAbsent } from '../calls/slack-errors.ts';

/** Of a token with which nothing at all can be done (docs.slack.dev/reference/methods/auth.test#errors). */
const REFUSALS = ['token_revoked', 'account_inactive', 'token_expired', 'invalid_auth', 'not_authed'];

export interface TokenWatch {
  /** The same call, which notes whether Slack takes the token. */
  readonly call: SlackCall;
  /** Asks Slack anew unless it took the token the last time. Rejects with PlatformError when it does not tell. */
  readonly isRefused: () => Promise<boolean>;
}

/** Whether Slack takes the token that we were started with: who runs us is to see it where it does not. */
export function watchToken(call: SlackCall, log: Log): TokenWatch {
  let isTaken: boolean | undefined;
  const take = (): void => {
    if (isTaken === false) log.info('Slack takes SLACK_BOT_TOKEN again');
    isTaken = true;
  };
  const refuse = (error: unknown): void => {
    if (isTaken !== false) {
      log.error({ reason: messageOf(error) }, 'Slack refuses SLACK_BOT_TOKEN: nothing can be said there any more');
    }
    isTaken = false;
  };
  const watched: SlackCall = async (method, args, answer) => {
    try {
      const read = await call(method, args, answer);
      take();
      return read;
    } catch (error) {
      if (isAbsent(error, ...REFUSALS)) refuse(error);
      throw error;
    }
  };
  return {
    call: watched,
    isRefused: async () => {
      if (isTaken) return false;
      return watched('auth.test', {}, z.object({})).then(
        () => false,
        (error: unknown) => {
          if (isAbsent(error, ...REFUSALS)) return true;
          throw error;
        },
      );
    },
  };
}
