import { LessThan } from 'typeorm';
import { conflict, notFound } from '../errors.ts';
import type { Reader, Unit } from '../storage/unit.ts';
import { retryJob } from './enqueue-job.ts';
import { JobSchema } from './job.schema.ts';
import type { Job, JobState } from './job.ts';

/** How the durable work stands, over all replicas. */
export interface QueueDepth {
  /** Jobs that wait or run. */
  readonly ready: number;
  /** Jobs that were given up. */
  readonly dead: number;
  /** How long the lane that is due for longest has waited, in seconds. */
  readonly oldestLaneSeconds: number;
}

/** Newest first. */
export function listJobs(
  reader: Reader,
  { state, before, limit }: { state?: JobState; before?: number; limit: number },
): Promise<Job[]> {
  return reader.find(JobSchema, {
    where: { ...(state && { state }), ...(before !== undefined && { id: LessThan(before) }) },
    order: { id: 'DESC' },
    take: limit,
  });
}

/** Puts a dead job back. @throws when there is none, or it is not dead */
export async function retryDeadJob(unit: Unit, id: number): Promise<Job> {
  const job = await unit.findOne(JobSchema, { where: { id } });
  if (!job) throw notFound('job');
  if (job.state !== 'dead') throw conflict(`Job ${id} is ${job.state}; only a dead job can be retried.`);
  await retryJob(unit, job);
  return (await unit.findOne(JobSchema, { where: { id } })) ?? job;
}

export async function queueDepth(reader: Reader): Promise<QueueDepth> {
  const counts = await reader.query<{ state: JobState; jobs: number }>(
    `SELECT state, COUNT(*) AS jobs FROM job WHERE state IN ('ready', 'dead') GROUP BY state`,
  );
  const [oldest] = await reader.query<{ waited: number }>(
    `SELECT ${reader.dialect.nowMs} - wakeAt AS waited FROM lane WHERE wakeAt IS NOT NULL AND token = 0 ORDER BY wakeAt LIMIT 1`,
  );
  const count = (state: JobState) => counts.find((row) => row.state === state)?.jobs ?? 0;
  return {
    ready: count('ready'),
    dead: count('dead'),
    oldestLaneSeconds: Math.max(0, (oldest?.waited ?? 0) / 1000),
  };
}
