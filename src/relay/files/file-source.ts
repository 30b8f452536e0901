import type { FileSource } from '../../delivery/compose.ts';
import type { Instead } from '../../delivery/delivery.ts';
import type { Storage } from '../../storage/storage.ts';
import { CHAT_LINK_MS, type FileLinks, type FileReader } from '../../tickets/files/file-links.ts';
import { fileAsLink, fileNotBrought } from '../../tickets/files/file-words.ts';
import { learnFile } from '../../tickets/files/keep-files.ts';
import type { MessageFile } from '../../tickets/files/message-file.schema.ts';
import { openFile, type Platforms } from '../../tickets/files/open-file.ts';

export interface FileSourceDeps {
  readonly storage: Storage;
  readonly platforms: Platforms;
  readonly fileLinks: FileLinks;
}

/** A file's bytes, from where it was said; and what the other side reads when it cannot have them. */
export const createFileSource = (
  { storage, platforms, fileLinks }: FileSourceDeps,
  file: MessageFile,
  reader: FileReader,
): FileSource => ({
  async open() {
    const opened = await openFile(platforms, file);
    if (file.name === null) await storage.unit((unit) => learnFile(unit, file.id, opened));
    return opened;
  },
  async instead(how, sentAt) {
    if (how !== 'link') return fileNotBrought(file, WHY_NOT[how]);
    const linkTo = await fileLinks.linker();
    return fileAsLink(file, linkTo(file.id, reader, CHAT_LINK_MS, sentAt));
  },
});

const WHY_NOT: Readonly<Record<Exclude<Instead, 'link'>, string>> = {
  gone: 'it was gone before it could be brought.',
  unreadable: 'it could not be read where it was sent. Please ask for it in another way.',
  refused: 'files like it are not taken here. Please ask for it in another way.',
};
