import { LessThan } from 'typeorm';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import type { JobQueue } from '../../jobs/worker.ts';
import type { Log } from '../../log.ts';
import type { Unit } from '../../storage/unit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { readsSince, wasAway } from './gap.ts';
import { HearingSchema } from './hearing.schema.ts';
import { OutageSchema, type Outage } from './outage.schema.ts';
import { queueReading, queueTaking } from './sweep-jobs.ts';
import { SweepSchema } from './sweep.schema.ts';

export interface HearingDeps {
  readonly jobs: JobQueue;
  readonly log: Log;
}

/** Notes for each platform that has a history, and reaches us now, that it does. */
export async function noteAllHearing({
  storage,
  platforms,
  ...deps
}: HearingDeps & Pick<DeskDeps, 'storage' | 'platforms'>): Promise<void> {
  for (const platform of platforms.values()) {
    if (!platform.readHistory || platform.isHearing?.() === false) continue;
    await storage.unit((unit) => noteHearing(deps, unit, platform.name));
  }
}

/**
 * Writes down that a platform reaches us now, by any replica. Where the last such word is too long ago, what we missed
 * is to be caught up on; of two replicas that come back together one sees that. The first time ever nothing was missed.
 */
async function noteHearing(deps: HearingDeps, unit: Unit, platform: string): Promise<void> {
  const now = await readClock(unit);
  const last = await unit.lock(HearingSchema, { platform });
  if (!last) {
    await unit.insertOnce(HearingSchema, { platform, heardUntil: now });
    return;
  }
  if (now <= last.heardUntil) return;
  await unit.update(HearingSchema, { platform }, { heardUntil: now });
  if (wasAway(last.heardUntil, now)) await catchUp(deps, unit, platform, new Date(last.heardUntil), new Date(now));
}

/** Replicas may disagree about the time; the database is one. */
async function readClock(unit: Unit): Promise<number> {
  const [row] = await unit.query<{ now: number }>(`SELECT ${unit.dialect.nowMs} AS now`);
  return row?.now ?? 0;
}

async function catchUp({ jobs, log }: HearingDeps, unit: Unit, platform: string, since: Date, until: Date) {
  unit.afterCommit(() => log.warn({ platform, since, until }, 'a platform was not heard for a while: catching up'));
  const outage = { platform, since, until, caughtUpAt: null };
  const id = await unit.insert(OutageSchema, outage);
  await beginSweeps(jobs, unit, { id, ...outage });
  await queueTaking(jobs, unit, { id, platform });
}

/** Each channel in a lane of its own: one that cannot be read keeps none of the others waiting. */
async function beginSweeps(jobs: JobQueue, unit: Unit, outage: Outage): Promise<void> {
  const where = { platform: outage.platform, createdAt: LessThan(outage.until) };
  for (const channel of await unit.find(ChannelSchema, { where, order: { id: 'ASC' } })) {
    // Digests are read there, and nobody is heard; of a lost channel the desk knows.
    if (channel.role === 'digest' || channel.lostAt !== null) continue;
    const sweepId = await unit.insert(SweepSchema, {
      outageId: outage.id,
      channelId: channel.id,
      since: readsSince(outage, channel.createdAt),
      state: 'reading',
      next: null,
      slotAt: null,
      isCut: false,
      failure: null,
      taken: 0,
      untaken: 0,
    });
    await queueReading(jobs, unit, sweepId);
  }
}
