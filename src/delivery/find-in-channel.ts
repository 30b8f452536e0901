import type { Address } from '../chat/address.ts';
import { GIVE_UP_AFTER_MS } from '../jobs/enqueue-job.ts';
import type { Reader } from '../storage/unit.ts';

type Place = Pick<Address, 'platform' | 'channelId'>;

/**
 * What was given up because its channel was gone, oldest first, as far as it is young enough to be sent without anybody
 * asking for it: as old as anything may become that still waits.
 * @param after an id: what comes behind it
 */
export const findGone = (reader: Reader, place: Place, after: number, limit: number): Promise<number[]> =>
  findIds(
    reader,
    place,
    `delivery.state = 'dead' AND delivery.failure = 'gone' AND delivery.visibleTo IS NULL
     AND delivery.createdAt > ${reader.dialect.nowMs} - ${GIVE_UP_AFTER_MS}`,
    after,
    limit,
  );

/** Posts there that do not show their present state, oldest first: what changed them found the channel gone. */
export const findBehind = (reader: Reader, place: Place, after: number, limit: number): Promise<number[]> =>
  findIds(
    reader,
    place,
    `(delivery.state = 'removing' OR (delivery.state = 'sent' AND delivery.revision < delivery.wantedRevision))`,
    after,
    limit,
  );

async function findIds(
  reader: Reader,
  { platform, channelId }: Place,
  condition: string,
  after: number,
  limit: number,
): Promise<number[]> {
  const rows = await reader.query<{ id: number }>(
    `SELECT delivery.id AS id FROM conversation JOIN delivery ON delivery.conversationId = conversation.id
     WHERE conversation.platform = ? AND conversation.channelId = ? AND delivery.id > ? AND ${condition}
     ORDER BY delivery.id LIMIT ${limit}`,
    [platform, channelId, after],
  );
  return rows.map(({ id }) => id);
}

/** Whether something was posted there that was not begun before this time. */
export async function wasReachedSince(reader: Reader, { platform, channelId }: Place, since: Date): Promise<boolean> {
  const [row] = await reader.query(
    `SELECT 1 FROM conversation JOIN delivery ON delivery.conversationId = conversation.id
     WHERE conversation.platform = ? AND conversation.channelId = ? AND delivery.state = 'sent'
       AND delivery.intentAt > ? LIMIT 1`,
    [platform, channelId, since.getTime()],
  );
  return row !== undefined;
}
