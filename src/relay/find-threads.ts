import type { Address } from '../chat/address.ts';
import type { Reader } from '../storage/unit.ts';

/**
 * Threads of a channel in which somebody may have gone on: those of tickets that are open, or were not long ago; of one
 * that was merged, as that stands which goes on. The latest first, by the native ids of their first messages.
 * @param since tickets that have not changed since then and are closed are left out
 */
export async function findThreadsToHear(
  reader: Reader,
  { platform, channelId }: Pick<Address, 'platform' | 'channelId'>,
  since: Date,
  most: number,
): Promise<string[]> {
  const rows = await reader.query<{ threadId: string }>(
    `SELECT conversation.threadId AS threadId, MAX(ticket.updatedAt) AS changedAt
     FROM conversation JOIN side ON side.conversationId = conversation.id JOIN ticket own ON own.id = side.ticketId
     JOIN ticket ON ticket.id = COALESCE(own.mergedIntoId, own.id)
     WHERE conversation.platform = ? AND conversation.channelId = ? AND conversation.threadId IS NOT NULL
       AND (ticket.status NOT IN ('resolved', 'closed') OR ticket.updatedAt > ?)
     GROUP BY conversation.threadId ORDER BY changedAt DESC LIMIT ${most}`,
    [platform, channelId, since.getTime()],
  );
  return rows.map(({ threadId }) => threadId);
}
