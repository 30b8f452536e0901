import type { OfferedFiles } from '../../chat/offered-files.ts';
import { findPost } from '../../delivery/compose.ts';
import { DeliverySchema } from '../../delivery/delivery.schema.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Reader } from '../../storage/unit.ts';
import { MessageFileSchema, type MessageFile } from '../../tickets/files/message-file.schema.ts';
import { openFile, type Platforms } from '../../tickets/files/open-file.ts';
import type { FilePayload } from '../compose-message.ts';
import { MESSAGE_COPY } from '../copy-message.ts';

/** By the post itself, which tells both the file and who was to have it: whoever asks names neither. */
export const createOfferedFiles = ({
  storage,
  platforms,
}: {
  readonly storage: Storage;
  readonly platforms: Platforms;
}): OfferedFiles => ({
  find: (deliveryKey, at) =>
    storage.read(async (reader) => {
      const found = await findPost(reader, deliveryKey);
      const { ref: post } = found ?? {};
      if (!post || found?.state !== 'sent') return null;
      const isThere =
        post.platform === at.platform && post.workspaceId === at.workspaceId && post.channelId === at.channelId;
      const file = isThere ? await findFile(reader, deliveryKey) : null;
      return file && { post, open: () => openFile(platforms, file) };
    }),
});

async function findFile(reader: Reader, deliveryKey: string): Promise<MessageFile | null> {
  const delivery = await reader.findOne(DeliverySchema, { where: { deliveryKey, composer: MESSAGE_COPY } });
  const { fileId: id, text } = (delivery?.payload ?? {}) as Partial<FilePayload>;
  // Without its words the post is being taken away.
  if (id === undefined || text === null) return null;
  const file = await reader.findOne(MessageFileSchema, { where: { id } });
  return file?.removedAt === null && !file.isLeftOut ? file : null;
}
