import { Router } from '@koa/router';
import { z } from 'zod';
import type { Access, ApiState } from '../directory/access.ts';
import { listJobs, retryDeadJob } from '../jobs/list-jobs.ts';
import type { Job } from '../jobs/job.ts';
import type { Worker } from '../jobs/worker.ts';
import { pageQuery, toPage } from '../pagination.ts';
import type { Storage } from '../storage/storage.ts';
import { parse, pathId } from '../validation.ts';

export interface JobRouteDeps {
  readonly storage: Storage;
  readonly access: Access;
  readonly worker: Pick<Worker, 'wake'>;
}

const jobQuery = pageQuery.extend({ state: z.enum(['ready', 'done', 'dead']).optional() });

/** The durable work, for those who run the service: what is dead can be seen and put back. */
export function createJobRoutes({ storage, access, worker }: JobRouteDeps): Router<ApiState> {
  const router = new Router<ApiState>();

  router.get('/jobs', async (ctx) => {
    access.require(ctx.state.caller, 'jobs:read');
    const { limit, cursor, state } = parse(jobQuery, ctx.query);
    const range = { limit: limit + 1, ...(state && { state }), ...(cursor !== undefined && { before: cursor }) };
    const { items, nextCursor } = toPage(await storage.read((reader) => listJobs(reader, range)), limit);
    ctx.body = { success: true, jobs: items.map(viewJob), nextCursor };
  });

  router.post('/jobs/:id/retry', async (ctx) => {
    access.require(ctx.state.caller, 'jobs:retry');
    const jobId = parse(pathId, ctx.params['id']);
    const job = await storage.unit((unit) => {
      unit.afterCommit(() => worker.wake());
      return retryDeadJob(unit, jobId);
    });
    ctx.body = { success: true, job: viewJob(job) };
  });

  return router;
}

const viewTime = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** A job as /api shows it: no payload, which may hold what people wrote. */
const viewJob = ({ id, kind, lane, state, holdsLane, attempts, lastError, runAt, createdAt, finishedAt }: Job) => ({
  id,
  kind,
  lane,
  state,
  holdsLane,
  attempts,
  lastError,
  runAt: viewTime(runAt),
  createdAt: viewTime(createdAt),
  finishedAt: viewTime(finishedAt),
});
