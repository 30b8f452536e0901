import { PlatformError } from '../../../src/chat/platform-error.ts';
import type { ClientConfig } from '../calls/slack-calls.ts';

/**
 * Where Slack keeps files and takes them (docs.slack.dev/reference/objects/file-object#authentication and
 * files.getUploadURLExternal); to the second one the first sends those of an Enterprise organisation.
 */
const FILE_HOSTS: ReadonlySet<string> = new Set(['files.slack.com', 'files-origin.slack.com']);

/**
 * An address of Slack's own files, to which our token may go.
 * @throws PlatformError for any other: whoever makes us ask there would be sent the token
 */
export function slackFileUrl(address: string, { apiUrl }: Pick<ClientConfig, 'apiUrl'>): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isSlack = url?.protocol === 'https:' && url.port === '' && FILE_HOSTS.has(url.hostname);
  // Whoever has set another Web API, has set another Slack.
  const isOfApi = apiUrl !== undefined && url?.origin === new URL(apiUrl).origin;
  if (url && (isSlack || isOfApi)) return url;
  throw new PlatformError('rejected', `Slack names ${url?.host ?? 'no host'} for a file, which is none of its own.`);
}

const BYTES_A_SECOND = 64 * 1024;

/** How long a file may be under way, in ms: a slow line is no fault. */
export const timeFor = (bytes: number, requestTimeoutMs: number): number =>
  requestTimeoutMs + Math.ceil((bytes / BYTES_A_SECOND) * 1000);
