import type { FetchFunction } from '@slack/web-api';

/** A request that failed below HTTP. Holds nothing of the request, which carries the token. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';

  /** @param code Node's or undici's (`ECONNREFUSED`), or `TimeoutError` */
  constructor(readonly code: string) {
    super(`the request failed (${code})`);
  }
}

/**
 * Node's `fetch`, which keeps connections alive, with two things that the SDK needs said plainly: why a request failed,
 * and when to come back after a 429 (it knows a 429 only by a `Retry-After` that is a number; 0 stands for none).
 */
export const fetchFromSlack: FetchFunction = async (url, init) => {
  const response = await fetch(url, init).catch((error: unknown) => {
    throw new NetworkFailure(codeOf(error));
  });
  if (response.status !== 429 || /^\d+$/.test(response.headers.get('retry-after') ?? '')) return response;
  await response.body?.cancel();
  return new Response(null, { status: 429, headers: { 'retry-after': '0' } });
};

/** `fetch` wraps what happened: a TypeError whose cause has a code. A time-out has a name instead. */
function codeOf(error: unknown): string {
  const cause = fieldOf(error, 'cause');
  return stringOf(fieldOf(cause, 'code')) ?? stringOf(fieldOf(error, 'name')) ?? 'unknown';
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const stringOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
