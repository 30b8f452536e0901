import { Between } from 'typeorm';
import type { MessageRef } from '../chat/address.ts';
import type { OpenFile } from '../chat/file.ts';
import type { OutgoingMessage } from '../chat/message.ts';
import type { RichText } from '../chat/rich-text.ts';
import type { JobPayload } from '../jobs/job.ts';
import type { Storage } from '../storage/storage.ts';
import { DeliverySchema } from './delivery.schema.ts';
import { refOf, type Delivery, type Instead } from './delivery.ts';
import { findConversation } from './find-conversation.ts';
import type { Reader } from '../storage/unit.ts';

/** The post is not to be there: one that is not sent is not sent, one that stands there is taken away. */
export const WITHDRAWN = 'withdrawn';

/** A post; one that is a file comes with its bytes, and with what is said where those cannot be had. */
export type Composed = OutgoingMessage & { readonly source?: FileSource };

export interface FileSource {
  /** Rejects with PlatformError. */
  open(): Promise<OpenFile>;
  /** @param sentAt since when a link holds, in ms since 1970. Default: now */
  instead(how: Instead, sentAt?: number): Promise<RichText>;
}

/**
 * Writes a post from the present state, outside any unit of work, when its turn has come.
 * @returns null when there is nothing to say any more: nothing new is posted, and what stands there stays as it is
 */
export type Composer = (payload: JobPayload) => Promise<Composed | typeof WITHDRAWN | null>;

/** Composers by the name that a delivery carries; the rooms below bring them. */
export type Composers = ReadonlyMap<string, Composer>;

/** Where the post with this key stands, and what became of it. */
export async function findPost(
  reader: Reader,
  key: string,
): Promise<{ state: Delivery['state']; ref: MessageRef | null } | null> {
  const delivery = await reader.findOne(DeliverySchema, { where: { deliveryKey: key } });
  if (!delivery) return null;
  const conversation = await findConversation(reader, delivery.conversationId);
  return { state: delivery.state, ref: conversation && refOf(delivery, conversation) };
}

/** The posts whose keys begin so, in whatever state, in the order in which they were queued. @param start ends with a colon */
export async function findPosts(reader: Reader, start: string): Promise<Delivery[]> {
  // A range, and no LIKE: SQLite would not use the index for that, and `_` would stand for anything.
  const end = `${start.slice(0, -1)};`;
  return reader.find(DeliverySchema, { where: { deliveryKey: Between(start, end) }, order: { id: 'ASC' } });
}

/** Our post that stands at this place of a platform; null when none of ours does. */
export async function findPostAt(
  reader: Reader,
  { platform, channelId, messageId }: Pick<MessageRef, 'platform' | 'channelId' | 'messageId'>,
): Promise<Delivery | null> {
  const [row] = await reader.query<{ id: number }>(
    `SELECT delivery.id AS id FROM delivery JOIN conversation ON conversation.id = delivery.conversationId
     WHERE delivery.nativeId = ? AND conversation.platform = ? AND conversation.channelId = ? LIMIT 1`,
    [messageId, platform, channelId],
  );
  return row ? reader.findOne(DeliverySchema, { where: { id: row.id } }) : null;
}

/** A person's post that others have overtaken is shown with its own time. */
export async function wasOvertaken(storage: Storage, delivery: Delivery): Promise<boolean> {
  if (delivery.saidAt === null) return false;
  const [later] = await storage.read((reader) =>
    reader.query(
      `SELECT 1 FROM delivery WHERE conversationId = ? AND state = 'sent' AND position > ? AND saidAt IS NOT NULL LIMIT 1`,
      [delivery.conversationId, delivery.position],
    ),
  );
  return later !== undefined;
}
