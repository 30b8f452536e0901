import type { JobQueue } from '../../jobs/worker.ts';
import type { Unit } from '../../storage/unit.ts';
import type { Outage } from './outage.schema.ts';

/** Reads one channel's history after one outage. */
export const READ_MISSED_JOB = 'read-missed';
/** Takes what was read after one outage. */
export const TAKE_MISSED_JOB = 'take-missed';

export async function queueReading(jobs: JobQueue, unit: Unit, sweepId: number): Promise<void> {
  await jobs.enqueue(unit, { kind: READ_MISSED_JOB, lane: `${READ_MISSED_JOB}:${sweepId}`, payload: { sweepId } });
}

/** One outage after another: a ticket's messages come from several channels, and are taken in the order of all of them. */
export async function queueTaking(jobs: JobQueue, unit: Unit, { id, platform }: Pick<Outage, 'id' | 'platform'>) {
  await jobs.enqueue(unit, {
    kind: TAKE_MISSED_JOB,
    lane: `${TAKE_MISSED_JOB}:${platform}`,
    payload: { outageId: id },
    uniqueKey: `${TAKE_MISSED_JOB}:${id}`,
  });
}
