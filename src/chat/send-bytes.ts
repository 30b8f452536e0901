import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { OpenFile } from './file.ts';

export interface SendOptions {
  readonly method: 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  /** Breaks it off. */
  readonly signal: AbortSignal;
}

/**
 * Sends a file's bytes in one request, as they come. No request follows where the answer leads.
 * @returns the status of the answer; also of one that refused it before all was sent. Null when none came: why is not told,
 *   for the address may be a secret, and would be in the error.
 */
export async function sendBytes(
  url: URL,
  { bytes, stream }: OpenFile,
  { method, headers, signal }: SendOptions,
): Promise<number | null> {
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method,
    headers: { 'content-type': 'application/octet-stream', 'content-length': bytes, ...headers },
    signal,
  });
  let early = 0;
  const answered = new Promise<number>((resolve, reject) => {
    request.once('response', (response: IncomingMessage) => {
      response.resume();
      early = response.statusCode ?? 0;
      resolve(early);
    });
    request.once('error', reject);
  });
  answered.catch(() => undefined);
  try {
    const [status] = await Promise.all([answered, pipeline(stream, request, { signal })]);
    return status;
  } catch {
    request.destroy();
    return early === 0 || isTaken(early) ? null : early;
  }
}

/** Whether it says that all was well. */
export const isTaken = (status: number): boolean => status >= 200 && status <= 299;
