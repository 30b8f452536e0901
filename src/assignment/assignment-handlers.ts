import type { JobHandler } from '../jobs/job.ts';
import type { Storage } from '../storage/storage.ts';
import type { AssignmentDeps } from './assignment-deps.ts';
import { createFindAgentHandler } from './offers/offer-ticket.ts';
import { createOfferWaitingHandler } from './queue/offer-waiting.ts';
import { EXPIRE_OFFER_JOB, FIND_AGENT_JOB, NEW_ROUND_JOB, OFFER_WAITING_JOB, QUEUE_MOVED_JOB } from './queue-jobs.ts';
import { createExpireHandler, createNewRoundHandler, createQueueMovedHandler } from './time-jobs.ts';

/** The durable work of this room, by kind. */
export function createAssignmentHandlers(
  deps: AssignmentDeps & { readonly storage: Storage },
): ReadonlyMap<string, JobHandler> {
  return new Map([
    [FIND_AGENT_JOB, createFindAgentHandler(deps)],
    [OFFER_WAITING_JOB, createOfferWaitingHandler(deps)],
    [EXPIRE_OFFER_JOB, createExpireHandler(deps)],
    [NEW_ROUND_JOB, createNewRoundHandler(deps)],
    [QUEUE_MOVED_JOB, createQueueMovedHandler(deps)],
  ]);
}
