import type { ChatPlatform } from '../../chat/chat-platform.ts';
import type { OpenFile } from '../../chat/file.ts';
import { PlatformError } from '../../chat/platform-error.ts';
import { MOST_BYTES } from './limits.ts';
import type { MessageFile } from './message-file.schema.ts';

export type Platforms = ReadonlyMap<string, ChatPlatform>;

/** Begins to read a file where it was said. Rejects with PlatformError. */
export async function openFile(platforms: Platforms, file: MessageFile): Promise<OpenFile> {
  const platform = platforms.get(file.platform);
  if (!platform?.fetchFile) throw new PlatformError('transient', `${file.platform} is not switched on.`);
  const opened = await platform.fetchFile(file);
  if (opened.bytes <= MOST_BYTES) return opened;
  opened.stream.destroy();
  throw new PlatformError('rejected', 'The file is larger than what crosses with one message.');
}
