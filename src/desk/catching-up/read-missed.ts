import type { HistoryPage } from '../../chat/channel-history.ts';
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
import { SweepSchema } from './sweep.schema.ts';
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
        if (!way) return (unit) => endSweep(unit, sweepOf(job));
        if (way.sweep.state === 'read') return undefined;
        await paceReads(way, turn);
        const page = await readPage(deps, way, job, turn);
        await turn.unit((unit) => keepPage(deps, unit, way, page));
      }
    },
    async onDead(unit, job) {
      await unit.update(SweepSchema, { id: sweepOf(job) }, { state: 'failed' });
    },
  };
}

const sweepOf = (job: Job): number => (job.payload as { sweepId: number }).sweepId;

async function endSweep(unit: Unit, id: number): Promise<void> {
  await unit.update(SweepSchema, { id }, { state: 'read', next: null });
}

async function readPage(deps: DeskDeps, way: Way, job: Job, turn: Turn) {
  const { sweep, channel, platform } = way;
  // Known from the first page on.
  const threads = sweep.next === null ? await findThreads(deps, way) : [];
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
  return storage.read((reader) => findThreadsToHear(reader, channel, lately, MOST_THREADS));
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
  const isCut = next !== undefined && (await countEvents(unit, id)) >= MOST_EVENTS;
  const isRead = next === undefined || isCut;
  if (next === undefined) await noteMissing(unit, sweep, channel);
  const state = isRead ? 'read' : 'reading';
  await unit.update(SweepSchema, { id }, { state, next: isRead ? null : next, isCut, failure: null });
  if (isRead) await resume(jobs, unit, outageId);
}

async function countEvents(unit: Unit, sweepId: number): Promise<number> {
  const [row] = await unit.query<{ events: number }>('SELECT COUNT(*) AS events FROM swept_event WHERE sweepId = ?', [
    sweepId,
  ]);
  return row?.events ?? 0;
}

/** What is read so late (a person retried it) that all else was taken long ago is taken by itself. */
async function resume(jobs: DeskDeps['jobs'], unit: Unit, outageId: number): Promise<void> {
  // Whoever takes looks under the same lock whether anything is left.
  const outage = await unit.lock(OutageSchema, { id: outageId });
  if (!outage?.caughtUpAt) return;
  await unit.update(OutageSchema, { id: outageId }, { caughtUpAt: null });
  await queueTaking(jobs, unit, outage);
}
