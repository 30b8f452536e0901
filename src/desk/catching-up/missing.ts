import { positionOf } from '../../chat/inbound-event.ts';
import { PlatformError } from '../../chat/platform-error.ts';
import { retryAfterMs } from '../../delivery/job-error.ts';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import { addressOfChannel, type Channel } from '../../directory/channel.ts';
import { RetryLater, type Turn } from '../../jobs/job.ts';
import type { Unit } from '../../storage/unit.ts';
import { deleteMessage } from '../../tickets/change-message.ts';
import { findMessageAt } from '../../tickets/find-ticket.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { OutageSchema } from './outage.schema.ts';
import { findWay, paceReads } from './sweep-way.ts';
import { SweepSchema, type Sweep } from './sweep.schema.ts';
import { SweptEventSchema, type SweptEvent } from './swept-event.schema.ts';

/** If more than these seem to be taken back, it is rather we who see badly. */
const MOST_MISSING = 20;

/**
 * Once a channel is read whole: which messages of tickets were said in the time that was read and did not stand there.
 * Those are looked for again one by one, last of all, before anything is taken back.
 */
export async function noteMissing(unit: Unit, { id, outageId, since }: Sweep, channel: Channel): Promise<void> {
  const outage = await unit.findOne(OutageSchema, { where: { id: outageId } });
  if (!outage) return;
  const rows = await unit.query<{ nativeId: string }>(
    `SELECT message.nativeId AS nativeId FROM message
     WHERE message.platform = ? AND message.channelId = ? AND message.deletedAt IS NULL
       AND message.saidAt >= ? AND message.saidAt < ? AND NOT EXISTS (
         SELECT 1 FROM swept_event WHERE swept_event.sweepId = ? AND swept_event.messageId = message.nativeId)
     LIMIT ${MOST_MISSING + 1}`,
    [channel.platform, channel.channelId, since.getTime(), outage.until.getTime(), id],
  );
  if (rows.length > MOST_MISSING) return;
  for (const { nativeId: messageId } of rows) {
    const about = { eventKey: `missing:${messageId}`, messageId, position: positionOf(outage.until) };
    const event = { kind: 'missing', messageId } as const;
    await unit.insertOnce(SweptEventSchema, { outageId, sweepId: id, ...about, event, tries: 0 });
  }
}

/** Takes a message back that stands there no more; one that does was only out of sight. */
export async function takeBackMissing(deps: DeskDeps, turn: Turn, { id, sweepId, messageId }: SweptEvent) {
  const isGone = await isGoneFrom(deps, turn, sweepId, messageId);
  await turn.unit(async (unit) => {
    const channel = isGone && (await findPlace(unit, sweepId));
    const message = channel && (await findMessageAt(unit, channel.platform, channel.channelId, messageId));
    if (message) await deleteMessage(deps.tickets, unit, message, positionOf(deps.clock.now()));
    await unit.remove(SweptEventSchema, { id });
  });
}

async function findPlace(unit: Unit, sweepId: number): Promise<Channel | null> {
  const sweep = await unit.findOne(SweepSchema, { where: { id: sweepId } });
  return sweep && unit.findOne(ChannelSchema, { where: { id: sweep.channelId } });
}

/** False also where nobody can tell. */
async function isGoneFrom(deps: DeskDeps, turn: Turn, sweepId: number, messageId: string): Promise<boolean> {
  const way = await findWay(deps, sweepId);
  if (!way) return false;
  await paceReads(way, turn);
  try {
    return (await way.platform.findMessage({ ...addressOfChannel(way.channel), messageId })) === null;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    if (error.kind === 'rate-limited') throw new RetryLater(retryAfterMs(error), error.message);
    return false;
  }
}
