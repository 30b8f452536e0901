import type { AskedAt, OfferedFiles } from '../../chat/offered-files.ts';
import type { Clock } from '../../clock.ts';
import type { Delivery } from '../../delivery/delivery.ts';
import { dropAnswer, endQuestion, findQuestion, followAnswer } from '../../delivery/file-question.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Reader } from '../../storage/unit.ts';
import { CHAT_LINK_MS } from '../../tickets/files/file-links.ts';
import { MessageFileSchema, type MessageFile } from '../../tickets/files/message-file.schema.ts';
import { openFile, type Platforms } from '../../tickets/files/open-file.ts';
import type { FilePayload } from '../compose-message.ts';
import { MESSAGE_COPY } from '../copy-message.ts';

export interface OfferedFilesDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly platforms: Platforms;
}

/** By the post itself, which tells both the file and who was to have it: whoever answers names neither. */
export function createOfferedFiles({ storage, clock, outbox, platforms }: OfferedFilesDeps): OfferedFiles {
  const end = (post: Delivery) => storage.unit((unit) => endQuestion(outbox, unit, post));

  return {
    async accept(deliveryKey, at, answer) {
      const offer = await storage.read((reader) => findOffer(reader, deliveryKey, at));
      if (!offer) return null;
      const { post, file } = offer;
      if (clock.now().getTime() > (post.sentAt ?? 0) + CHAT_LINK_MS) return (await end(post)) ? 'too late' : null;
      if (!(await storage.unit((unit) => followAnswer(unit, post, answer)))) return null;
      return {
        open: () => openFile(platforms, file),
        handedOver: async () => {
          await end(post);
        },
        giveBack: () => storage.unit((unit) => dropAnswer(unit, post, answer)),
      };
    },
    async decline(deliveryKey, at) {
      const offer = await storage.read((reader) => findOffer(reader, deliveryKey, at));
      if (offer) await end(offer.post);
    },
  };
}

interface Offer {
  readonly post: Delivery;
  readonly file: MessageFile;
}

async function findOffer(reader: Reader, deliveryKey: string, at: AskedAt): Promise<Offer | null> {
  const post = await findQuestion(reader, deliveryKey, at);
  if (post?.composer !== MESSAGE_COPY) return null;
  const { fileId: id, text } = post.payload as Partial<FilePayload>;
  // Without its words the post is being taken away.
  if (id === undefined || text === null) return null;
  const file = await reader.findOne(MessageFileSchema, { where: { id } });
  return file?.removedAt === null && !file.isLeftOut ? { post, file } : null;
}
