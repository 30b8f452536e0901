import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { HttpResult } from '../protocol.ts';
import { now } from '../time.ts';
import type { SignedRequest } from './sign-request.ts';

const agent = new Agent({ keepAlive: true });

/** Sends one request to the app. Never rejects: a failure is a result, in Slack's words for `x-slack-retry-reason`. */
export function sendRequest(url: string, { headers, body }: SignedRequest, timeoutMs: number): Promise<HttpResult> {
  const sentAt = now();
  return new Promise((resolve) => {
    const request = httpRequest(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    });
    const fail = (failure: 'http_timeout' | 'connection_failed'): void => {
      clearTimeout(timer);
      resolve({ status: null, body: '', sentAt, answeredAt: now(), failure });
    };
    const timer = setTimeout(() => {
      fail('http_timeout');
      request.destroy();
    }, timeoutMs);
    request.on('error', () => fail('connection_failed'));
    request.on('response', (response) => {
      response.on('error', () => fail('connection_failed'));
      readAll(response, (answer) => {
        clearTimeout(timer);
        resolve(composeResult(response, answer, sentAt));
      });
    });
    request.end(body);
  });
}

function readAll(response: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(Buffer.concat(chunks).toString()));
}

function composeResult(response: IncomingMessage, body: string, sentAt: number): HttpResult {
  const status = response.statusCode ?? 0;
  return {
    status,
    body,
    sentAt,
    answeredAt: now(),
    ...(status >= 200 && status < 300 ? {} : { failure: 'http_error' as const }),
    ...(response.headers['x-slack-no-retry'] === '1' ? { noRetry: true } : {}),
  };
}
