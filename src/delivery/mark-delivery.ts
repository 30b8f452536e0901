import type { MessageRef } from '../chat/address.ts';
import type { Reader, Unit } from '../storage/unit.ts';
import { ConversationSchema } from './conversation.schema.ts';
import { DeliverySchema } from './delivery.schema.ts';
import { RetryLater } from '../jobs/job.ts';
import type { Delivery, DeliveryState } from './delivery.ts';

/** The states from which a post may go out. `dead`: its job was put back by a person. */
const POSTABLE = ['queued', 'ambiguous', 'dead'] as const;

/** Only while it is as it was composed: what has changed before the intent is folded in. */
const AS_COMPOSED = `id = ? AND wantedRevision = ? AND state IN (${POSTABLE.map(() => '?').join(', ')})`;

/**
 * From here on it may stand on the platform, in these words.
 * @returns false when it was sent or cancelled meanwhile
 * @throws RetryLater when it has changed since it was composed
 */
export async function markIntent(unit: Unit, delivery: Delivery): Promise<boolean> {
  const { id, wantedRevision } = delivery;
  const marked = await unit.execute(
    `UPDATE delivery SET state = 'intent', intentAt = ${unit.dialect.nowMs}, revision = wantedRevision
     WHERE ${AS_COMPOSED}`,
    [id, wantedRevision, ...POSTABLE],
  );
  if (marked === 0) await refuseChanged(unit, delivery);
  return marked === 1;
}

/** There is nothing to say. @throws RetryLater when there is again */
export async function markCancelled(unit: Unit, delivery: Delivery): Promise<void> {
  const { id, wantedRevision } = delivery;
  const cancelled = await unit.execute(`UPDATE delivery SET state = 'cancelled', slotAt = NULL WHERE ${AS_COMPOSED}`, [
    id,
    wantedRevision,
    ...POSTABLE,
  ]);
  if (cancelled === 0) await refuseChanged(unit, delivery);
}

async function refuseChanged(unit: Unit, { id, wantedRevision }: Delivery): Promise<void> {
  const now = await unit.findOne(DeliverySchema, { where: { id } });
  if (now && now.wantedRevision !== wantedRevision) throw new RetryLater(0, 'It has changed since it was composed.');
}

/**
 * A state that follows from a try that did not end well; a post that was seen standing there stays sent, and may even
 * have been taken away since then.
 */
export async function markUnsent(unit: Unit, { id }: Pick<Delivery, 'id'>, state: DeliveryState): Promise<void> {
  const { sql, states } = notSent();
  await unit.execute(`UPDATE delivery SET state = ?, slotAt = NULL WHERE id = ? AND ${sql}`, [state, id, ...states]);
}

/** Nothing was heard of an intent: it is counted once, however often this is told. */
export async function markAmbiguous(unit: Unit, { id }: Pick<Delivery, 'id'>): Promise<void> {
  await unit.execute(
    `UPDATE delivery SET state = 'ambiguous', slotAt = NULL, lostAnswers = lostAnswers + 1
     WHERE id = ? AND state = 'intent'`,
    [id],
  );
}

/** Given up; whoever tries it again may have one more copy of it. */
export async function markDead(unit: Unit, delivery: Pick<Delivery, 'id'>): Promise<void> {
  await markUnsent(unit, delivery, 'dead');
  await unit.execute(`UPDATE delivery SET lostAnswers = 1 WHERE id = ? AND state = 'dead' AND lostAnswers > 1`, [
    delivery.id,
  ]);
}

const WAS_SENT = ['sent', 'removing', 'removed'] as const;

const notSent = () => ({ sql: `state NOT IN (${WAS_SENT.map(() => '?').join(', ')})`, states: WAS_SENT });

/** @returns true the first time; the platform's answer and our own echo may come in either order */
export async function markSent(unit: Unit, delivery: Delivery, ref: Pick<MessageRef, 'messageId'>): Promise<boolean> {
  const { sql, states } = notSent();
  const first = await unit.execute(
    `UPDATE delivery SET state = 'sent', nativeId = ?, sentAt = ${unit.dialect.nowMs}, slotAt = NULL
     WHERE id = ? AND ${sql}`,
    [ref.messageId, delivery.id, ...states],
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

/** Whether a post may stand in this channel already without our knowing its id. */
export async function awaitsPost(reader: Reader, platform: string, channelId: string): Promise<boolean> {
  const [row] = await reader.query(
    `SELECT 1 FROM conversation JOIN delivery ON delivery.conversationId = conversation.id
     WHERE conversation.platform = ? AND conversation.channelId = ? AND delivery.state IN ('intent', 'ambiguous') LIMIT 1`,
    [platform, channelId],
  );
  return row !== undefined;
}

export interface Receipt {
  readonly deliveryKey: string;
  readonly messageId: string;
}

/**
 * A file of ours was seen: it is the receipt for the delivery that shared it.
 * @returns false for a file that is not ours, and for one that somebody else has shared once more
 */
export async function recordFileReceipt(
  unit: Unit,
  platform: string,
  { uploadId, messageId }: { readonly uploadId: string; readonly messageId: string },
): Promise<boolean> {
  const [row] = await unit.query<{ deliveryKey: string; nativeId: string | null }>(
    `SELECT delivery.deliveryKey AS deliveryKey, delivery.nativeId AS nativeId FROM delivery
     JOIN conversation ON conversation.id = delivery.conversationId
     WHERE delivery.uploadId = ? AND conversation.platform = ? LIMIT 1`,
    [uploadId, platform],
  );
  if (!row || (row.nativeId !== null && row.nativeId !== messageId)) return false;
  await recordReceipt(unit, { deliveryKey: row.deliveryKey, messageId });
  return true;
}

/** Our own echo is the receipt: the post stands there, whatever became of the platform's answer. */
export async function recordReceipt(unit: Unit, receipt: Receipt): Promise<Delivery | null> {
  const delivery = await unit.findOne(DeliverySchema, { where: { deliveryKey: receipt.deliveryKey } });
  if (delivery?.state !== 'intent' && delivery?.state !== 'ambiguous') return null;
  // Told once more of a post that was taken away since; the one that is on its way is another.
  if (delivery.nativeId === receipt.messageId) return null;
  return (await markSent(unit, delivery, receipt)) ? delivery : null;
}
