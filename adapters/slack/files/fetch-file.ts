import { z } from 'zod';
import type { FileRef, OpenFile } from '../../../src/chat/file.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import type { SlackCall } from '../calls/slack-calls.ts';
import { isAbsent } from '../calls/slack-errors.ts';
import { fileObject, isFile, nameOf, sortFile, type SlackFile } from './file-object.ts';
import type { SlackDownload } from './slack-download.ts';

const fileInfo = z.object({ file: fileObject });

/** A file that was attached to a message. Where it is read is asked anew each time: an address is kept nowhere. */
export async function fetchFile(
  { nativeId }: FileRef,
  deps: { readonly call: SlackCall; readonly download: SlackDownload },
): Promise<OpenFile> {
  const file = await findFile(nativeId, deps.call);
  const address = file.url_private_download ?? file.url_private;
  // What `check_file_info` has left open is told now.
  const isHere = isFile(sortFile({ ...file, id: nativeId }));
  if (file.mode === 'tombstone') throw gone();
  if (!isHere || address === undefined || file.size === undefined) {
    throw new PlatformError('rejected', 'Slack does not give the bytes of this file.');
  }
  const stream = await deps.download(address, file.size);
  return {
    name: nameOf(file) ?? nativeId,
    type: file.mimetype ?? 'application/octet-stream',
    bytes: file.size,
    stream,
  };
}

async function findFile(file: string, call: SlackCall): Promise<SlackFile> {
  try {
    return (await call('files.info', { file }, fileInfo)).file;
  } catch (error) {
    if (isAbsent(error, 'file_not_found', 'file_deleted')) throw gone();
    throw error;
  }
}

const gone = (): PlatformError => new PlatformError('gone', 'The file was deleted.');
