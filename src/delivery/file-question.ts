import { HAND_OVER_MS, type AskedAt } from '../chat/offered-files.ts';
import type { Reader, Unit } from '../storage/unit.ts';
import { DeliverySchema } from './delivery.schema.ts';
import type { Delivery } from './delivery.ts';
import { findConversation } from './find-conversation.ts';
import type { Outbox } from './outbox.ts';

/**
 * A post with a link to a file may ask whether its reader wants the file itself. The link alone stands `instead` once that
 * is answered; until then `uploadId` is the last answer, and `uploadedAt` since when it is being followed.
 */

/** The post that asks, where it stands; null when none does there, or it asks no more. */
export async function findQuestion(reader: Reader, deliveryKey: string, at: AskedAt): Promise<Delivery | null> {
  const delivery = await reader.findOne(DeliverySchema, { where: { deliveryKey, state: 'sent' } });
  if (delivery?.instead !== null) return null;
  const stands = await findConversation(reader, delivery.conversationId);
  const isThere =
    stands?.platform === at.platform && stands.workspaceId === at.workspaceId && stands.channelId === at.channelId;
  return isThere ? delivery : null;
}

/** @returns false when this answer was followed before, or another one is being followed */
export async function followAnswer(unit: Unit, { id }: Pick<Delivery, 'id'>, answer: string): Promise<boolean> {
  const now = unit.dialect.nowMs;
  const followed = await unit.execute(
    `UPDATE delivery SET uploadId = ?, uploadedAt = ${now}
     WHERE id = ? AND state = 'sent' AND instead IS NULL AND (uploadId IS NULL OR uploadId <> ?)
       AND (uploadedAt IS NULL OR uploadedAt < ${now} - ?)`,
    [answer, id, answer, HAND_OVER_MS],
  );
  return followed === 1;
}

/** It came to nothing: another one may be followed. */
export async function dropAnswer(unit: Unit, { id }: Pick<Delivery, 'id'>, answer: string): Promise<void> {
  await unit.update(DeliverySchema, { id, uploadId: answer }, { uploadedAt: null });
}

/** The post asks no more, and is shown so. @returns false when that was settled before */
export async function endQuestion(
  outbox: Outbox,
  unit: Unit,
  { id, deliveryKey }: Pick<Delivery, 'id' | 'deliveryKey'>,
): Promise<boolean> {
  await outbox.refresh(unit, deliveryKey);
  const ended = await unit.execute(
    `UPDATE delivery SET instead = 'link' WHERE id = ? AND state = 'sent' AND instead IS NULL`,
    [id],
  );
  return ended === 1;
}
