import type { MessageSaid } from '../chat/inbound-event.ts';
import { GIVE_UP_AFTER_MS } from '../jobs/enqueue-job.ts';
import type { Reader } from '../storage/unit.ts';
import { DESK_CARD } from './desk-card-key.ts';

/** By so many ms the platform's clock may be ahead of the database's, or behind it. */
const SKEW_MS = 5_000;

/**
 * Where nobody can look, a ticket's card may stand twice at its desk: once under an id that we were never told, because
 * that answer was lost.
 * @returns the ticket under whose lost card this may have been said: its thread began when that was posted, if it was
 */
export async function findTwin(
  reader: Reader,
  { platform, channelId, threadAt }: Pick<MessageSaid, 'platform' | 'channelId' | 'threadAt'>,
): Promise<number | null> {
  if (!threadAt) return null;
  const began = threadAt.getTime();
  const rows = await reader.query<{ id: number }>(
    `SELECT side.ticketId AS id FROM delivery
     JOIN conversation ON conversation.id = delivery.conversationId JOIN side ON side.conversationId = conversation.id
     WHERE delivery.composer = '${DESK_CARD}' AND delivery.state IN ('sent', 'dead') AND delivery.isReported IN (0, 1)
       AND delivery.createdAt BETWEEN ? AND ? AND delivery.intentAt >= ? AND delivery.lostAnswers > 0
       AND conversation.platform = ? AND conversation.channelId = ? ORDER BY delivery.id DESC LIMIT 1`,
    [began - GIVE_UP_AFTER_MS, began + SKEW_MS, began - SKEW_MS, platform, channelId],
  );
  return rows[0]?.id ?? null;
}
