import type { ChatPlatform } from '../../chat/chat-platform.ts';
import type { HistoryPage } from '../../chat/channel-history.ts';
import { PlatformError } from '../../chat/platform-error.ts';
import { retryAfterMs } from '../../delivery/job-error.ts';
import { claimSlot, holdChannel } from '../../delivery/pace.ts';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import { addressOfChannel, type Channel } from '../../directory/channel.ts';
import { GiveUp, RetryLater, type Job, type JobHandler, type Turn } from '../../jobs/job.ts';
import { findThreadsToHear } from '../../relay/find-threads.ts';
import type { Unit } from '../../storage/unit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { loseChannel } from '../delivery-truth/channel-reach.ts';
import { OutageSchema } from './outage.schema.ts';
import { queueTaking } from './sweep-jobs.ts';
import { SweepSchema, type Sweep } from './sweep.schema.ts';
import { orderOf, SweptEventSchema } from './swept-event.schema.ts';

/** Once so many messages, edits and reactions of one channel are read, its older ones are not: nobody works through them. */
const MOST_EVENTS = 2_000;
const MOST_THREADS = 500;
/** A platform that does not answer is asked for some minutes, while the others' messages wait for two. */
const MOST_TRIES = 10;

interface Way {
  readonly sweep: Sweep;
  readonly channel: Channel;
  readonly platform: Remembering;
}

type Remembering = ChatPlatform & Required<Pick<ChatPlatform, 'readHistory'>>;

const remembers = (platform: ChatPlatform | undefined): platform is Remembering => platform?.readHistory !== undefined;

/**
 * Reads one channel's history, page after page. Each page is kept in the same unit of work as the place of the next: a
 * crash goes on there. What is kept is taken when the other channels are read, too.
 */
export function createReadMissedHandler(deps: DeskDeps): JobHandler {
  return {
    async run(job, turn) {
      for (;;) {
        const way = await findWay(deps, job);
        if (way === 'read') return undefined;
        if (way === 'disconnected') return (unit) => endSweep(unit, sweepOf(job));
        await keepPace(way, turn);
        const page = await readPage(deps, way, job, turn);
        await turn.unit((unit) => keepPage(deps, unit, way.sweep, page));
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

/** In ms: a platform that is switched off may be on after the next start. */
const SWITCHED_OFF_MS = 60_000;

async function findWay({ storage, platforms }: DeskDeps, job: Job): Promise<Way | 'read' | 'disconnected'> {
  return storage.read(async (reader) => {
    const sweep = await reader.findOne(SweepSchema, { where: { id: sweepOf(job) } });
    if (!sweep || sweep.state === 'read') return 'read';
    const channel = await reader.findOne(ChannelSchema, { where: { id: sweep.channelId } });
    if (!channel) return 'disconnected';
    const platform = platforms.get(channel.platform);
    if (!remembers(platform)) throw new RetryLater(SWITCHED_OFF_MS, `${channel.platform} is not switched on.`);
    return { sweep, channel, platform };
  });
}

/** Reads of one workspace take turns over all replicas, and never use up what posting needs for reading back. */
async function keepPace({ sweep, channel, platform }: Way, turn: Turn): Promise<void> {
  const waitMs = await turn.unit(async (unit) => {
    const slot = await claimSlot(unit, paceKey(channel), platform.abilities.readsPerSecond, sweep.slotAt);
    await unit.update(SweepSchema, { id: sweep.id }, { slotAt: slot.waitMs > 0 ? slot.at : null });
    return slot.waitMs;
  });
  if (waitMs > 0) throw new RetryLater(waitMs, 'The workspace is read on then.');
}

const paceKey = ({ platform, workspaceId }: Channel): string => `${platform}:${workspaceId}:reads`;

async function readPage(deps: DeskDeps, { sweep, channel, platform }: Way, job: Job, turn: Turn) {
  const threads = await deps.storage.read((reader) =>
    findThreadsToHear(reader, channel, new Date(sweep.since.getTime() - deps.settings.reopenMs), MOST_THREADS),
  );
  try {
    const wanted = { since: sweep.since, threads };
    return await platform.readHistory(addressOfChannel(channel), wanted, sweep.next ?? undefined);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    await turn.unit((unit) => noteFailure(deps, unit, channel, sweep, error));
    throw asJobError(error, job);
  }
}

async function noteFailure(deps: DeskDeps, unit: Unit, channel: Channel, { id }: Sweep, error: PlatformError) {
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

async function keepPage({ jobs }: DeskDeps, unit: Unit, { id, outageId }: Sweep, { events, next }: HistoryPage) {
  for (const event of events) {
    const row = { outageId, sweepId: id, eventKey: event.key, position: orderOf(event), event, tries: 0 };
    // A thread's first message stands on its pages, too.
    await unit.insertOnce(SweptEventSchema, row);
  }
  const isCut = next !== undefined && (await countEvents(unit, id)) >= MOST_EVENTS;
  const isRead = next === undefined || isCut;
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
