import { z } from 'zod';
import type { OpenFile } from '../../../src/chat/file.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { sendBytes } from '../../../src/chat/send-bytes.ts';
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
  refuseFailure(await sendBytes(url, file, { method: 'POST', signal: AbortSignal.any([signal, inTime]) }));
  return file_id;
}

function refuseFailure(status: number | null): void {
  if (status === 200) return;
  if (status === null) {
    throw new PlatformError('transient', 'The file did not get to Slack: it will be brought again.');
  }
  if (status === 413) throw new PlatformError('rejected', 'The file is too large for Slack.');
  throw new PlatformError('transient', `Slack did not take the file (HTTP ${status}): it will be brought again.`);
}
