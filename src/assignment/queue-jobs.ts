import type { JobQueue } from '../jobs/worker.ts';
import type { Unit } from '../storage/unit.ts';

export const FIND_AGENT_JOB = 'find-agent';
export const OFFER_WAITING_JOB = 'offer-waiting';
export const EXPIRE_OFFER_JOB = 'expire-offer';
export const NEW_ROUND_JOB = 'new-round';
export const QUEUE_MOVED_JOB = 'queue-moved';

/** One lane for all choices: concurrent tickets are spread exactly as one after another would be. */
const LANE = 'assignment';

/** Those who are free again look at the queue before new tickets do: what has waited comes first. */
const BEFORE_NEW_TICKETS = -1;

/** Changes of the queue that come within this many ms are shown together. */
const SHOW_TOGETHER_MS = 2_000;

export interface FindAgentPayload extends Record<string, unknown> {
  readonly ticketId: number;
  /** The agent who keeps the ticket if they are there. */
  readonly unlessAgentId: number | null;
}

/** The ticket looks for its agent. */
export async function queueSearch(
  jobs: JobQueue,
  unit: Unit,
  ticketId: number,
  unlessAgentId: number | null = null,
): Promise<void> {
  const payload: FindAgentPayload = { ticketId, unlessAgentId };
  const uniqueKey = `${FIND_AGENT_JOB}:${ticketId}:${unlessAgentId ?? 'anybody'}`;
  await jobs.enqueue(unit, { kind: FIND_AGENT_JOB, lane: LANE, payload, uniqueKey });
}

/**
 * What waits is offered to those who could take it now.
 * @param agentId who has come back, or has one less in hand; null: the rules have changed. Whether they are there, and
 *   how much they take, is looked at when it runs: another unit may be changing it without the caller's seeing.
 */
export async function queueOfferWaiting(jobs: JobQueue, unit: Unit, agentId: number | null): Promise<void> {
  const job = { kind: OFFER_WAITING_JOB, lane: LANE, payload: { agentId }, position: BEFORE_NEW_TICKETS };
  await jobs.enqueue(unit, job);
}

/** A timer, in a lane of its own. */
export async function queueExpiry(jobs: JobQueue, unit: Unit, offerId: number, delayMs: number): Promise<void> {
  const lane = `${EXPIRE_OFFER_JOB}:${offerId}`;
  await jobs.enqueue(unit, { kind: EXPIRE_OFFER_JOB, lane, payload: { offerId }, delayMs });
}

export interface NewRoundPayload extends Record<string, unknown> {
  readonly ticketId: number;
  readonly waitId: number;
  readonly round: number;
  /** By the rules as they were. When they change, another timer is set and this one is over. */
  readonly afterSeconds: number;
}

/** A timer, in a lane of its own; one for each round. */
export async function queueNewRound(jobs: JobQueue, unit: Unit, payload: NewRoundPayload): Promise<void> {
  const { waitId, round, afterSeconds } = payload;
  const lane = `${NEW_ROUND_JOB}:${waitId}:${round}:${afterSeconds}`;
  const delayMs = afterSeconds * 1000;
  await jobs.enqueue(unit, { kind: NEW_ROUND_JOB, lane, payload, uniqueKey: lane, delayMs });
}

/** Places in the queue have changed. */
export async function queueMoved(jobs: JobQueue, unit: Unit): Promise<void> {
  const what = QUEUE_MOVED_JOB;
  await jobs.enqueue(unit, { kind: what, lane: what, payload: {}, uniqueKey: what, delayMs: SHOW_TOGETHER_MS });
}
