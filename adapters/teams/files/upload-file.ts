import type { OpenFile } from '../../../src/chat/file.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { isTaken, sendBytes } from '../../../src/chat/send-bytes.ts';

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
  const { bytes } = file;
  const headers = { 'content-range': `bytes 0-${bytes - 1}/${bytes}` };
  const status = await sendBytes(to, file, { method: 'PUT', headers, signal });
  if (status === null) throw new PlatformError('transient', 'The file did not get to OneDrive.');
  if (!isTaken(status)) throw new PlatformError('rejected', `OneDrive did not take it (HTTP ${status}).`);
}
