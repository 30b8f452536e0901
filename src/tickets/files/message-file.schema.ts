import type { FileRef, PostedFile } from '../../chat/file.ts';
import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** A file of a message, by reference: its bytes stay on the platform on which it was said. */
export interface MessageFile extends FileRef {
  readonly id: number;
  readonly messageId: number;
  /** Order in its message. */
  readonly position: number;
  /** Null while only the platform knows it, here and below. */
  readonly name: string | null;
  readonly type: string | null;
  readonly bytes: number | null;
  /** It is one too many, or too large, and crosses to nobody. */
  readonly isLeftOut: boolean;
  /** Since when its author's message has it no more. */
  readonly removedAt: Date | null;
}

export const MessageFileSchema = table<MessageFile>({
  name: 'message_file',
  columns: {
    id: columns.id(),
    messageId: columns.whole(),
    position: columns.whole(),
    platform: columns.key(20),
    workspaceId: columns.key(100),
    nativeId: columns.key(190),
    name: columns.prose(255, { nullable: true }),
    type: columns.key(120, { nullable: true }),
    bytes: columns.whole({ nullable: true }),
    isLeftOut: columns.flag(),
    removedAt: columns.time({ nullable: true }),
  },
  indices: [{ name: 'message_file_position', columns: ['messageId', 'position'], unique: true }],
});

/** What a file is called of which no name is known. */
export const nameOf = ({ name }: Pick<MessageFile, 'name'>): string => name ?? 'a file';

export const toPosted = ({ id, type, bytes, ...file }: MessageFile): PostedFile => ({
  id,
  name: nameOf(file),
  type,
  bytes,
});
