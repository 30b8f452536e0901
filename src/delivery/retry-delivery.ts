import { JobSchema } from '../jobs/job.schema.ts';
import type { JobQueue } from '../jobs/worker.ts';
import type { Unit } from '../storage/unit.ts';
import { laneOf } from './conversation.ts';
import type { Delivery } from './delivery.ts';
import { POST_JOB } from './outbox.ts';

/**
 * Tries a delivery again that was given up. One that was announced may stand there after all: it is looked for first.
 * @returns false when it is being tried already
 */
export async function retryDelivery(jobs: JobQueue, unit: Unit, { id, conversationId }: Delivery): Promise<boolean> {
  const lane = laneOf({ id: conversationId });
  const dead = await unit.find(JobSchema, { where: { lane, kind: POST_JOB, state: 'dead' } });
  const job = dead.find(({ payload }) => payload['deliveryId'] === id);
  if (!job) return false;
  await jobs.retry(unit, job);
  const state = `CASE WHEN intentAt IS NULL THEN 'queued' ELSE 'ambiguous' END`;
  await unit.execute(`UPDATE delivery SET state = ${state}, failure = NULL WHERE id = ? AND state = 'dead'`, [id]);
  return true;
}
