import type { Readable } from 'node:stream';
import { exactly } from '../../../src/chat/exactly.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import type { ClientConfig } from '../calls/slack-calls.ts';
import { REQUEST_TIMEOUT_MS } from '../slack-config.ts';
import { slackFileUrl, timeFor } from './file-hosts.ts';

/**
 * Reads a private file of Slack's with the token of one workspace.
 * @returns exactly so many bytes; the stream fails when there are more or less
 * @throws PlatformError and nothing else, as the stream does
 */
export type SlackDownload = (address: string, bytes: number) => Promise<Readable>;

const MOST_REDIRECTS = 3;
const RETRY_AFTER_MS = 30_000;

export function createSlackDownload(token: string, config: ClientConfig): SlackDownload {
  const { requestTimeoutMs = REQUEST_TIMEOUT_MS } = config;
  return async (address, bytes) => {
    const signal = AbortSignal.timeout(timeFor(bytes, requestTimeoutMs));
    const response = await follow(address, token, config, signal);
    refuseFailure(response);
    if (isPage(response)) {
      await response.body?.cancel();
      throw new PlatformError(
        'unauthorized',
        'Slack shows its login page instead of the file: install the app again with the scope files:read.',
      );
    }
    return exactly(response.body, bytes);
  };
}

/** Each address on the way is looked at before the token goes there. */
async function follow(address: string, token: string, config: ClientConfig, signal: AbortSignal): Promise<Response> {
  let url = slackFileUrl(address, config);
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(url.href, { headers, redirect: 'manual', signal }).catch(() => {
      throw new PlatformError('transient', 'Slack did not give the file: it will be tried again.');
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    url = slackFileUrl(URL.canParse(location, url.href) ? new URL(location, url).href : '', config);
  }
  throw new PlatformError('rejected', 'Slack sends from one address to the next for a file.');
}

function refuseFailure({ status, body, headers }: Response): void {
  if (status === 200) return;
  void body?.cancel();
  if (status === 404 || status === 410) throw new PlatformError('gone', 'The file was deleted.');
  if (status === 401 || status === 403) {
    throw new PlatformError('unauthorized', 'Slack does not give us the file: install the app again with files:read.');
  }
  if (status === 429) {
    const retryAfterMs = Number(headers.get('retry-after') ?? '') * 1000 || RETRY_AFTER_MS;
    throw new PlatformError('rate-limited', 'Slack limits how many files we read.', { retryAfterMs });
  }
  if (status >= 500) throw new PlatformError('transient', `Slack did not give the file (HTTP ${status}).`);
  throw new PlatformError('rejected', `Slack did not give the file (HTTP ${status}).`);
}

/** Whoever may not read a file is shown a page with 200. A file that is a page itself comes to be saved. */
const isPage = ({ headers }: Response): boolean =>
  (headers.get('content-type') ?? '').startsWith('text/html') && headers.get('content-disposition') === null;
