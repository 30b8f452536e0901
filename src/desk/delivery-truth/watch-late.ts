import { DeliverySchema } from '../../delivery/delivery.schema.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import type { CopyPayload } from '../../relay/compose-message.ts';
import { MESSAGE_COPY } from '../../relay/copy-message.ts';
import type { Reader, Unit } from '../../storage/unit.ts';
import { findMessage } from '../../tickets/find-ticket.ts';
import { DELIVERY_NOTE } from './delivery-note.ts';
import { showNote } from './show-note.ts';

/** After this many ms a delivery that is still on its way is late. */
const LATE_AFTER_MS = 10_000;

/**
 * Notes that may be on their way into one desk's channel when one is added: what is said about delays must not delay
 * what people say, which shares the channel's pace, and must not pile up where the desk itself is out of reach.
 */
const MOST_NOTES = 3;

const ON_ITS_WAY = `IN ('queued', 'intent', 'ambiguous')`;

/**
 * Tells the desks what is late, each message once over all replicas. In one thread it is told of one message at a time:
 * those behind it wait for it.
 */
export async function watchLate(outbox: Outbox, unit: Unit): Promise<void> {
  for (const id of await findLate(unit, await findBusyDesks(unit))) {
    // Of two replicas that look at the same time one tells.
    if ((await unit.update(DeliverySchema, { id, isReported: false }, { isReported: true })) === 0) continue;
    const delivery = await unit.findOne(DeliverySchema, { where: { id } });
    const message = delivery && (await findMessage(unit, (delivery.payload as CopyPayload).messageId));
    if (message) await showNote(outbox, unit, message);
  }
}

interface Desk {
  readonly platform: string;
  readonly channelId: string;
}

function findBusyDesks(reader: Reader): Promise<Desk[]> {
  return reader.query<Desk>(
    `SELECT desk.platform AS platform, desk.channelId AS channelId
     FROM delivery note JOIN conversation desk ON desk.id = note.conversationId
     WHERE note.composer = ? AND note.state ${ON_ITS_WAY}
     GROUP BY desk.platform, desk.channelId HAVING COUNT(*) >= ${MOST_NOTES}`,
    [DELIVERY_NOTE],
  );
}

async function findLate(reader: Reader, busy: readonly Desk[]): Promise<number[]> {
  const rows = await reader.query<{ first: number }>(
    `SELECT MIN(late.id) AS first FROM delivery late
     JOIN side theirs ON theirs.conversationId = late.conversationId AND theirs.role = 'merchant'
     JOIN side ours ON ours.ticketId = theirs.ticketId AND ours.role = 'agent'
       AND ours.epoch = (SELECT MAX(epoch) FROM side WHERE side.ticketId = theirs.ticketId AND side.role = 'agent')
     JOIN conversation desk ON desk.id = ours.conversationId
     WHERE late.composer = ? AND late.state ${ON_ITS_WAY} AND late.isReported = 0
       AND late.createdAt < ${reader.dialect.nowMs} - ${LATE_AFTER_MS}
       AND NOT EXISTS (
         SELECT 1 FROM delivery told
         WHERE told.conversationId = late.conversationId AND told.state ${ON_ITS_WAY} AND told.isReported = 1)
       ${busy.map(() => 'AND NOT (desk.platform = ? AND desk.channelId = ?)').join(' ')}
     GROUP BY late.conversationId ORDER BY first LIMIT ${MOST_NOTES}`,
    [MESSAGE_COPY, ...busy.flatMap(({ platform, channelId }) => [platform, channelId])],
  );
  return rows.map(({ first }) => first);
}
