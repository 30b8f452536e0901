import type { IncomingHttpHeaders } from 'node:http';
import { isValidSlackRequest } from '@slack/bolt';
import type { Clock } from '../../../src/clock.ts';

/** Seconds that a request's time may differ from ours (docs.slack.dev/authentication/verifying-requests-from-slack). */
const TOLERANCE_S = 300;

/**
 * Whether Slack signed this body just now. Bolt refuses old requests only; one from the future could be replayed until
 * its time has come, so it is refused here.
 */
export function isFromSlack(body: string, headers: IncomingHttpHeaders, signingSecret: string, clock: Clock): boolean {
  const signature = headers['x-slack-signature'];
  const timestamp = headers['x-slack-request-timestamp'];
  if (typeof signature !== 'string' || typeof timestamp !== 'string' || !/^[1-9]\d{0,11}$/.test(timestamp))
    return false;
  const now = clock.now().getTime();
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_S) return false;
  return isValidSlackRequest({
    signingSecret,
    body,
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) },
    nowMilliseconds: now,
  });
}
