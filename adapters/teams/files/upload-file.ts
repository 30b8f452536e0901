import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { OpenFile } from '../../../src/chat/file.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';

/** Bytes of one request (learn.microsoft.com/graph/api/driveitem-createuploadsession: less than 60 MiB). */
export const MOST_UPLOAD_BYTES = 60 * 1024 * 1024 - 1;

/**
 * Puts a file's bytes where Teams said that its reader wants them. The address itself opens that place: it is given no
 * token of ours, and no request follows where an answer leads.
 * @throws PlatformError
 */
export async function uploadFile(to: URL, file: OpenFile, signal: AbortSignal): Promise<void> {
  if (file.bytes === 0 || file.bytes > MOST_UPLOAD_BYTES) {
    throw new PlatformError('rejected', 'The file is none that Teams takes at once.');
  }
  const status = await put(to, file, signal);
  if (status < 200 || status > 299) throw new PlatformError('rejected', `OneDrive did not take it (HTTP ${status}).`);
}

/** Resolves to the status of the answer; none leads on. */
async function put(url: URL, { bytes, stream }: OpenFile, signal: AbortSignal): Promise<number> {
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method: 'PUT',
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': bytes,
      'content-range': `bytes 0-${bytes - 1}/${bytes}`,
    },
    signal,
  });
  const answered = new Promise<number>((resolve, reject) => {
    request.once('response', (response: IncomingMessage) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once('error', reject);
  });
  answered.catch(() => undefined);
  try {
    const [status] = await Promise.all([answered, pipeline(stream, request, { signal })]);
    return status;
  } catch {
    request.destroy();
    // Its address is a secret, and would be in the error.
    throw new PlatformError('transient', 'The file did not get to OneDrive.');
  }
}
