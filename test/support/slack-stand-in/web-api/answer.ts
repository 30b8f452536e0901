import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The app was installed as its manifest asks: every answer tells the scopes of its token. */
const manifest = JSON.parse(readFileSync('manifest.json', 'utf8')) as {
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
};
const SCOPES = manifest.oauth_config.scopes.bot.join(',');

export const refusal = (error: string, details: Readonly<Record<string, unknown>> = {}): Answer => ({
  status: 200,
  body: { ok: false, error, ...details },
});

export const rateLimited = (retryAfterSeconds: number): Answer => ({
  status: 429,
  body: { ok: false, error: 'ratelimited' },
  retryAfterSeconds,
});

export function sendAnswer(response: ServerResponse, { status, body, retryAfterSeconds, headers }: Answer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'x-oauth-scopes': SCOPES,
    ...headers,
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  });
  response.end(text);
}

/** The caller may have hung up already. */
export function onceOver(response: ServerResponse, act: () => void): void {
  if (response.closed || response.destroyed) act();
  else response.once('close', act);
}
