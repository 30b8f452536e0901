import { createHmac } from 'node:crypto';
import type { Forgery } from '../protocol.ts';

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Unsigned {
  readonly contentType: string;
  readonly body: string;
}

/** docs.slack.dev/authentication/verifying-requests-from-slack */
export function signRequest(request: Unsigned, secret: string, seconds = Math.floor(Date.now() / 1000)): SignedRequest {
  const digest = createHmac('sha256', secret).update(`v0:${seconds}:${request.body}`).digest('hex');
  return {
    headers: {
      'content-type': request.contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(seconds),
      'x-slack-signature': `v0=${digest}`,
    },
    body: request.body,
  };
}

const TEN_MINUTES_S = 600;

/** A request that Slack never sent. The stale and the future one carry a signature that is right for their time. */
export function forgeRequest(request: Unsigned, secret: string, how: Forgery): SignedRequest {
  const seconds = Math.floor(Date.now() / 1000);
  const genuine = signRequest(request, secret, seconds);
  switch (how) {
    case 'wrong-secret':
      return signRequest(request, `${secret}-of-another-app`, seconds);
    case 'old-timestamp':
      return signRequest(request, secret, seconds - TEN_MINUTES_S);
    case 'future-timestamp':
      return signRequest(request, secret, seconds + TEN_MINUTES_S);
    case 'altered-body':
      return { ...genuine, body: alterText(request.body) };
    case 'no-signature':
      return { ...genuine, headers: without(genuine.headers, 'x-slack-signature') };
    case 'no-timestamp':
      return { ...genuine, headers: without(genuine.headers, 'x-slack-request-timestamp') };
    case 'garbled-signature':
      return { ...genuine, headers: { ...genuine.headers, 'x-slack-signature': 'v0=garbled' } };
  }
}

/** Puts words into someone's mouth, after the signature was made. */
function alterText(body: string): string {
  const envelope = JSON.parse(body) as { event: { text?: string } };
  return JSON.stringify({ ...envelope, event: { ...envelope.event, text: `${envelope.event.text ?? ''} (altered)` } });
}

function without(headers: SignedRequest['headers'], name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name));
}
