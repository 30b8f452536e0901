import type { MessageRef } from '../chat/address.ts';
import type { Reader, Unit } from '../storage/unit.ts';
import { ConversationSchema } from './conversation.schema.ts';
import { DeliverySchema } from './delivery.schema.ts';
import type { Delivery, DeliveryState } from './delivery.ts';

/** The states from which a post may go out. `dead`: its job was put back by a person. */
const POSTABLE = ['queued', 'ambiguous', 'dead'] as const;

/** From here on it may stand on the platform. @returns false when it was sent or cancelled meanwhile */
export async function markIntent(unit: Unit, { id }: Delivery): Promise<boolean> {
  const marked = await unit.execute(
    `UPDATE delivery SET state = 'intent', intentAt = ${unit.dialect.nowMs}
     WHERE id = ? AND state IN (${POSTABLE.map(() => '?').join(', ')})`,
    [id, ...POSTABLE],
  );
  return marked === 1;
}

/** A state that follows from a try that did not end well; a post that was seen standing there stays sent. */
export async function markUnsent(unit: Unit, { id }: Delivery, state: DeliveryState): Promise<void> {
  await unit.execute(`UPDATE delivery SET state = ?, slotAt = NULL WHERE id = ? AND state <> 'sent'`, [state, id]);
}

/** @returns true the first time; the platform's answer and our own echo may come in either order */
export async function markSent(
  unit: Unit,
  delivery: Delivery,
  ref: Pick<MessageRef, 'messageId'>,
  revision: number,
): Promise<boolean> {
  const first = await unit.execute(
    `UPDATE delivery SET state = 'sent', nativeId = ?, sentAt = ${unit.dialect.nowMs}, slotAt = NULL, revision = ?
     WHERE id = ? AND state <> 'sent'`,
    [ref.messageId, revision, delivery.id],
  );
  if (first === 1 && delivery.opensThread) {
    await unit.update(ConversationSchema, { id: delivery.conversationId }, { threadId: ref.messageId });
  }
  return first === 1;
}

/** Whether a post that opens a thread in this channel may stand there already without our knowing its id. */
export async function awaitsThread(reader: Reader, platform: string, channelId: string): Promise<boolean> {
  const [row] = await reader.query(
    `SELECT 1 FROM conversation JOIN delivery ON delivery.conversationId = conversation.id
     WHERE conversation.platform = ? AND conversation.channelId = ? AND conversation.threadId IS NULL
       AND delivery.opensThread = 1 AND delivery.state IN ('intent', 'ambiguous') LIMIT 1`,
    [platform, channelId],
  );
  return row !== undefined;
}

export interface Receipt {
  readonly deliveryKey: string;
  readonly messageId: string;
}

/** Our own echo is the receipt: the post stands there, whatever became of the platform's answer. */
export async function recordReceipt(unit: Unit, receipt: Receipt): Promise<Delivery | null> {
  const delivery = await unit.findOne(DeliverySchema, { where: { deliveryKey: receipt.deliveryKey } });
  if (delivery?.state !== 'intent' && delivery?.state !== 'ambiguous') return null;
  return (await markSent(unit, delivery, receipt, 0)) ? delivery : null;
}
