import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { OpenFile } from '../../../src/chat/file.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import type { ClientConfig, SlackCall } from '../calls/slack-calls.ts';
import { REQUEST_TIMEOUT_MS } from '../slack-config.ts';
import { slackFileUrl, timeFor } from './file-hosts.ts';

const uploadUrl = z.object({ upload_url: z.string(), file_id: z.string().min(1) });

/**
 * Brings a file's bytes to Slack as they come. Nobody sees them until they are shared; Slack throws away what never is
 * (docs.slack.dev/reference/methods/files.getUploadURLExternal).
 */
export async function uploadFile(
  file: OpenFile,
  signal: AbortSignal,
  { call, config }: { readonly call: SlackCall; readonly config: ClientConfig },
): Promise<string> {
  if (file.bytes === 0) throw new PlatformError('rejected', 'Slack takes no empty files.');
  const asked = { filename: file.name, length: file.bytes };
  const { upload_url, file_id } = await call('files.getUploadURLExternal', asked, uploadUrl);
  const url = slackFileUrl(upload_url, config);
  const inTime = AbortSignal.timeout(timeFor(file.bytes, config.requestTimeoutMs ?? REQUEST_TIMEOUT_MS));
  refuseFailure(await send(url, file, AbortSignal.any([signal, inTime])));
  return file_id;
}

/** Resolves to the status of the answer. */
async function send(url: URL, { bytes, stream }: OpenFile, signal: AbortSignal): Promise<number> {
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'content-length': bytes },
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
    // Slack may have said what is wrong before it had read all.
    if (early !== 0 && early !== 200) return early;
    throw new PlatformError('transient', 'The file did not get to Slack: it will be brought again.');
  }
}

function refuseFailure(status: number): void {
  if (status === 200) return;
  if (status === 413) throw new PlatformError('rejected', 'The file is too large for Slack.');
  throw new PlatformError('transient', `Slack did not take the file (HTTP ${status}): it will be brought again.`);
}
