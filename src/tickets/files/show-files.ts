import type { Reader } from '../../storage/unit.ts';
import { PAGE_LINK_MS, type FileReader, type LinkTo } from './file-links.ts';
import { findFiles } from './keep-files.ts';
import { nameOf, type MessageFile } from './message-file.schema.ts';

/** A file as a page or a program is shown it. */
export interface ShownFile {
  readonly name: string;
  readonly type: string | null;
  readonly bytes: number | null;
  /** Made anew each time; null for a file that was left out. */
  readonly url: string | null;
}

/** The files of messages, by message. */
export async function showFiles(
  reader: Reader,
  messages: readonly { readonly id: number }[],
  linkTo: LinkTo,
  whom: FileReader,
): Promise<ReadonlyMap<number, readonly ShownFile[]>> {
  const files = await findFiles(reader, messages);
  const show = ({ id, type, bytes, isLeftOut, ...file }: MessageFile): ShownFile => ({
    name: nameOf(file),
    type,
    bytes,
    url: isLeftOut ? null : linkTo(id, whom, PAGE_LINK_MS),
  });
  return new Map([...files].map(([messageId, found]) => [messageId, found.map(show)]));
}
