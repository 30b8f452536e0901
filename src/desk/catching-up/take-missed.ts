import type { PastEvent } from '../../chat/channel-history.ts';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import { messageOf, NotYet } from '../../errors.ts';
import { LeaseLost, RetryLater, type JobHandler, type Turn } from '../../jobs/job.ts';
import type { Reader, Unit } from '../../storage/unit.ts';
import { findMessageAt } from '../../tickets/find-ticket.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { takeEvent } from '../receive.ts';
import { isForgotten } from '../seen-event.schema.ts';
import { takeBackMissing } from './missing.ts';
import { tellDesks } from './outage-note.ts';
import { OutageSchema, type Outage } from './outage.schema.ts';
import { SweepSchema } from './sweep.schema.ts';
import { SweptEventSchema, type SweptEvent } from './swept-event.schema.ts';

/** What is read waits so long, in ms, for channels that are not, so that all is taken in one order. */
const PATIENCE_MS = 2 * 60 * 1000;
const LOOK_EVERY_MS = 1_000;
/** After so many events the desks see how far it is. */
const AT_ONCE = 50;
/** What fails so often (with pauses, half a minute) is left aside and told: the rest must not wait for it. */
const MOST_TRIES = 6;
const FIRST_PAUSE_MS = 500;
/** What waits for a post of ours is given five minutes: that is being looked for, where the platform lets us look. */
const WAIT = { most: 60, pauseMs: 5_000 } as const;

/**
 * Takes what was read after an outage, in the order in which it happened over all channels, exactly as if it had
 * arrived: what had arrived before changes nothing. Each event is taken together with its removal from what was read.
 */
export function createTakeMissedHandler(deps: DeskDeps): JobHandler {
  return {
    async run(job, turn) {
      const { outageId } = job.payload as { outageId: number };
      const outage = await deps.storage.read((reader) => reader.findOne(OutageSchema, { where: { id: outageId } }));
      if (!outage) return undefined;
      const isPatient = deps.clock.now().getTime() - outage.until.getTime() < PATIENCE_MS;
      const unread = await deps.storage.read((reader) => countUnread(reader, outageId));
      if (unread > 0 && isPatient) throw new RetryLater(LOOK_EVERY_MS, `${unread} channels are being read.`);
      while (await takeSome(deps, turn, outage));
      return (unit) => end(deps, unit, outage);
    },
  };
}

/** @returns false when nothing is left */
async function takeSome(deps: DeskDeps, turn: Turn, outage: Outage): Promise<boolean> {
  const some = await deps.storage.read((reader) => findNext(reader, outage));
  for (const swept of some) await takeOne(deps, turn, swept);
  if (some.length > 0) await turn.unit((unit) => tellDesks(deps, unit, outage.id));
  return some.length > 0;
}

/** Of channels that are read, or will not be. */
async function findNext(reader: Reader, { id }: Outage): Promise<SweptEvent[]> {
  const rows = await reader.query<{ id: number }>(
    `SELECT swept_event.id AS id FROM swept_event JOIN sweep ON sweep.id = swept_event.sweepId
     WHERE swept_event.outageId = ? AND sweep.state <> 'reading'
     ORDER BY swept_event.position, swept_event.id LIMIT ${AT_ONCE}`,
    [id],
  );
  const events: SweptEvent[] = [];
  for (const row of rows) {
    const event = await reader.findOne(SweptEventSchema, { where: { id: row.id } });
    if (event) events.push(event);
  }
  return events;
}

async function takeOne(deps: DeskDeps, turn: Turn, swept: SweptEvent): Promise<void> {
  const { event } = swept;
  try {
    if (event.kind === 'missing') await takeBackMissing(deps, turn, swept);
    else await turn.unit((unit) => take(deps, unit, swept, event));
  } catch (error) {
    if (error instanceof LeaseLost || error instanceof RetryLater) throw error;
    // Of all messages of a day, most of no ticket: what stood on its way then is no message that anybody misses.
    if (error instanceof NotYet && event.kind === 'reaction-added') return drop(turn, swept);
    const { most, pauseMs } = error instanceof NotYet ? WAIT : { most: MOST_TRIES, pauseMs: pauseAfter(swept.tries) };
    if (swept.tries + 1 >= most) return leaveAside(deps, turn, swept, error);
    await turn.unit((unit) => unit.update(SweptEventSchema, { id: swept.id }, { tries: swept.tries + 1 }));
    throw new RetryLater(pauseMs, messageOf(error));
  }
}

const pauseAfter = (tries: number): number => FIRST_PAUSE_MS * 2 ** tries;

const drop = (turn: Turn, { id }: SweptEvent): Promise<void> =>
  turn.unit(async (unit) => {
    await unit.remove(SweptEventSchema, { id });
  });

async function take(deps: DeskDeps, unit: Unit, { id, sweepId }: SweptEvent, event: PastEvent): Promise<void> {
  const sweep = await unit.findOne(SweepSchema, { where: { id: sweepId } });
  // A channel that was connected anew may be another merchant's now.
  const channel = sweep && (await unit.findOne(ChannelSchema, { where: { id: sweep.channelId } }));
  if (channel && !isTooOld(event, deps.clock.now())) {
    const effect = await takeEvent(deps, unit, event);
    if (effect === 'taken' && (await isInTicket(unit, event))) await count(deps, unit, sweepId, event);
  }
  await unit.remove(SweptEventSchema, { id });
}

/** Nobody could tell any more whether it came. */
const isTooOld = (event: PastEvent, now: Date): boolean => event.kind === 'message-said' && isForgotten(event.at, now);

async function isInTicket(unit: Unit, event: PastEvent): Promise<boolean> {
  if (event.kind !== 'message-said') return false;
  return (await findMessageAt(unit, event.platform, event.channelId, event.messageId)) !== null;
}

async function count({ metrics }: DeskDeps, unit: Unit, sweepId: number, { platform }: PastEvent): Promise<void> {
  await unit.execute('UPDATE sweep SET taken = taken + 1 WHERE id = ?', [sweepId]);
  unit.afterCommit(() => metrics.caughtUp.inc({ platform }));
}

async function leaveAside({ log }: DeskDeps, turn: Turn, swept: SweptEvent, error: unknown): Promise<void> {
  const { id, sweepId, eventKey } = swept;
  log.error({ event: eventKey, err: messageOf(error) }, 'what was missed could not be taken, and is left aside');
  await turn.unit(async (unit) => {
    await unit.execute('UPDATE sweep SET untaken = untaken + 1 WHERE id = ?', [sweepId]);
    await unit.remove(SweptEventSchema, { id });
  });
}

/** Channels that take long are taken up again by whoever has read them: later outages do not wait for them. */
async function end(deps: DeskDeps, unit: Unit, outage: Outage): Promise<void> {
  const { id } = outage;
  await unit.lock(OutageSchema, { id });
  if ((await findNext(unit, outage)).length > 0) throw new RetryLater(0, 'More was read.');
  if ((await countUnread(unit, id)) === 0) await unit.update(OutageSchema, { id }, { caughtUpAt: deps.clock.now() });
  await tellDesks(deps, unit, id);
}

const countUnread = (reader: Reader, outageId: number): Promise<number> =>
  reader.count(SweepSchema, { outageId, state: 'reading' });
