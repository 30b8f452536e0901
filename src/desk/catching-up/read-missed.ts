import { MoreThanOrEqual } from 'typeorm';
import type { HistoryPage } from '../../chat/channel-history.ts';
import { positionOf } from '../../chat/inbound-event.ts';
import { PlatformError } from '../../chat/platform-error.ts';
import { retryAfterMs } from '../../delivery/job-error.ts';
import { holdChannel } from '../../delivery/pace.ts';
import { addressOfChannel } from '../../directory/channel.ts';
import { GiveUp, RetryLater, type Job, type JobHandler, type Turn } from '../../jobs/job.ts';
import { findThreadsToHear } from '../../relay/find-threads.ts';
import type { Unit } from '../../storage/unit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { loseChannel } from '../delivery-truth/channel-reach.ts';
import { noteMissing } from './missing.ts';
import { OutageSchema } from './outage.schema.ts';
import { queueTaking } from './sweep-jobs.ts';
import { findWay, paceKey, paceReads, type Way } from './sweep-way.ts';
import { SweepSchema, type Sweep } from './sweep.schema.ts';
import { messageOf, orderOf, SweptEventSchema } from './swept-event.schema.ts';

/** Once so many messages, edits and reactions of one channel are read, its older ones are not: nobody works through them. */
const MOST_EVENTS = 2_000;
const MOST_THREADS = 500;
/** A platform that does not answer is asked for some minutes, while the others' messages wait for two. */
const MOST_TRIES = 10;

/**
 * Reads one channel's history, page after page. Each page is kept in the same unit of work as the place of the next: a
 * crash goes on there. What is kept is taken when the other channels are read, too.
 */
export function createReadMissedHandler(deps: DeskDeps): JobHandler {
  return {
    async run(job, turn) {
      for (;;) {
        const way = await findWay(deps, sweepOf(job));
        if (!way) return (unit) => endSweep(deps, unit, sweepOf(job), 'read');
        if (way.sweep.state === 'read') return undefined;
        await paceReads(way, turn);
        const page = await readPage(deps, way, job, turn);
        await turn.unit((unit) => keepPage(deps, unit, way, page));
      }
    },
    onDead: (unit, job) => endSweep(deps, unit, sweepOf(job), 'failed'),
  };
}

const sweepOf = (job: Job): number => (job.payload as { sweepId: number }).sweepId;

/** Nothing more is read of it. What failed goes on at its next page when a person has it retried. */
async function endSweep({ jobs }: DeskDeps, unit: Unit, id: number, state: 'read' | 'failed'): Promise<void> {
  const sweep = await unit.findOne(SweepSchema, { where: { id } });
  if (!sweep) return;
  // One that only waited for its turn until it was given up has failed, too.
  const how = state === 'read' ? { next: null } : { failure: sweep.failure ?? 'transient' };
  await unit.update(SweepSchema, { id }, { state, ...how });
  await resume(jobs, unit, sweep.outageId);
}

async function readPage(deps: DeskDeps, way: Way, job: Job, turn: Turn) {
  const { sweep, channel, platform } = way;
  // Known from the first page on.
  const found = sweep.next === null ? await findThreads(deps, way) : [];
  const threads = found.slice(0, MOST_THREADS);
  if (found.length > MOST_THREADS)
    await turn.unit((unit) => unit.update(SweepSchema, { id: sweep.id }, { isCut: true }));
  try {
    const wanted = { since: sweep.since, threads };
    return await platform.readHistory(addressOfChannel(channel), wanted, sweep.next ?? undefined);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    await turn.unit((unit) => noteFailure(deps, unit, way, error));
    throw asJobError(error, job);
  }
}

function findThreads({ storage, settings }: DeskDeps, { sweep, channel }: Way): Promise<string[]> {
  const lately = new Date(sweep.since.getTime() - settings.reopenMs);
  return storage.read((reader) => findThreadsToHear(reader, channel, lately, MOST_THREADS + 1));
}

async function noteFailure(deps: DeskDeps, unit: Unit, { channel, sweep: { id } }: Way, error: PlatformError) {
  if (error.kind === 'rate-limited') return holdChannel(unit, paceKey(channel), retryAfterMs(error));
  await unit.update(SweepSchema, { id }, { failure: error.kind });
  // That we were removed is among what we missed.
  if (error.kind === 'gone') await loseChannel(deps, unit, channel, deps.clock.now());
}

/** A limit uses up no try; whatever a person must mend ends them. */
function asJobError(error: PlatformError, job: Job): unknown {
  if (error.kind === 'rate-limited') return new RetryLater(retryAfterMs(error), error.message);
  const mayPass = error.kind === 'transient' || error.kind === 'ambiguous';
  return mayPass && job.attempts < MOST_TRIES ? error : new GiveUp(error.message);
}

async function keepPage({ jobs }: DeskDeps, unit: Unit, { sweep, channel }: Way, { events, next }: HistoryPage) {
  const { id, outageId } = sweep;
  for (const event of events) {
    const about = { eventKey: event.key, messageId: messageOf(event), position: orderOf(event) };
    const row = { outageId, sweepId: id, ...about, event, tries: 0 };
    // A thread's first message stands on its pages, too.
    await unit.insertOnce(SweptEventSchema, row);
  }
  const isCut = next !== undefined && (await countEvents(unit, sweep)) >= MOST_EVENTS;
  const isRead = next === undefined || isCut;
  if (next === undefined) await noteMissing(unit, sweep, channel);
  const state = isRead ? 'read' : 'reading';
  const place = { state, next: isRead ? null : next, failure: null } as const;
  await unit.update(SweepSchema, { id }, { ...place, ...(isCut && { isCut }) });
  if (isRead) await resume(jobs, unit, outageId);
}

/** Of the outage itself: what was said before it was mostly heard. */
async function countEvents(unit: Unit, { id, outageId }: Sweep): Promise<number> {
  const outage = await unit.findOne(OutageSchema, { where: { id: outageId } });
  return unit.count(SweptEventSchema, {
    sweepId: id,
    position: MoreThanOrEqual(positionOf(outage?.since ?? new Date(0))),
  });
}

/** What is read so late (its channel took long, or a person retried it) that the rest was taken is taken by itself. */
async function resume(jobs: DeskDeps['jobs'], unit: Unit, outageId: number): Promise<void> {
  // Whoever takes looks under the same lock whether anything is left.
  const outage = await unit.lock(OutageSchema, { id: outageId });
  if (!outage) return;
  if (outage.caughtUpAt) await unit.update(OutageSchema, { id: outageId }, { caughtUpAt: null });
  await queueTaking(jobs, unit, outage);
}
