import type { ServerResponse } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
}

export const refusal = (error: string, details: Readonly<Record<string, unknown>> = {}): Answer => ({
  status: 200,
  body: { ok: false, error, ...details },
});

export const rateLimited = (retryAfterSeconds: number): Answer => ({
  status: 429,
  body: { ok: false, error: 'ratelimited' },
  retryAfterSeconds,
});

export function sendAnswer(response: ServerResponse, { status, body, retryAfterSeconds }: Answer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  });
  response.end(text);
}

/** The caller may have hung up already. */
export function onceOver(response: ServerResponse, act: () => void): void {
  if (response.closed || response.destroyed) act();
  else response.once('close', act);
}
