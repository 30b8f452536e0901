import { z } from 'zod';
import { route, type ApiRoute } from '../directory/api-route.ts';
import { listJobs, retryDeadJob } from '../jobs/list-jobs.ts';
import type { Job } from '../jobs/job.ts';
import type { Worker } from '../jobs/worker.ts';
import { nextCursor, pageQuery, toPage } from '../pagination.ts';
import type { Storage } from '../storage/storage.ts';
import { id, pathId, time } from '../validation.ts';

export interface JobRouteDeps {
  readonly storage: Storage;
  readonly worker: Pick<Worker, 'wake'>;
}

const state = z.enum(['ready', 'done', 'dead']);

const jobQuery = pageQuery.extend({ state: state.optional() });

const shownJob = z
  .strictObject({
    id,
    kind: z.string(),
    lane: z.string().meta({ description: 'Jobs of one lane run in order, one at a time.' }),
    state,
    holdsLane: z.boolean(),
    attempts: z.number().int().min(0),
    lastError: z.string().nullable(),
    runAt: time.nullable(),
    createdAt: time.nullable(),
    finishedAt: time.nullable(),
  })
  .meta({ id: 'Job' });

const TOPIC = 'Jobs';

/** The durable work, for those who run the service: what is dead can be seen and put back. */
export const createJobRoutes = (deps: JobRouteDeps): readonly ApiRoute[] => [listingJobs(deps), retryingJobs(deps)];

const listingJobs = ({ storage }: JobRouteDeps) =>
  route({
    method: 'get',
    path: '/jobs',
    permission: 'jobs:read',
    topic: TOPIC,
    summary: 'List the durable work, newest first',
    query: jobQuery,
    answer: { jobs: z.array(shownJob), nextCursor },
    handle: async ({ query: { limit, cursor, state } }) => {
      const range = { limit: limit + 1, ...(state && { state }), ...(cursor !== undefined && { before: cursor }) };
      const { items, nextCursor } = toPage(await storage.read((reader) => listJobs(reader, range)), limit);
      return { jobs: items.map(viewJob), nextCursor };
    },
  });

const retryingJobs = ({ storage, worker }: JobRouteDeps) =>
  route({
    method: 'post',
    path: '/jobs/:id/retry',
    permission: 'jobs:retry',
    topic: TOPIC,
    summary: 'Put a dead job back',
    params: { id: pathId },
    answer: { job: shownJob },
    errors: [404, 409],
    handle: async ({ params }) => {
      const job = await storage.unit((unit) => {
        unit.afterCommit(() => worker.wake());
        return retryDeadJob(unit, params.id);
      });
      return { job: viewJob(job) };
    },
  });

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
