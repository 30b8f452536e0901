import type { Unit } from '../../storage/unit.ts';
import { writeAudit, type Actor } from '../../tickets/audit.ts';
import type { AssignmentDeps } from '../assignment-deps.ts';
import { OfferSchema } from './offer.schema.ts';
import { offerCardKey, type Offer, type OfferState } from './offer.ts';
import { queueOfferWaiting, queueSearch } from '../queue-jobs.ts';

/** Ends an open offer of a ticket whose row the caller holds; its card then says what happened. */
export async function settleOffer(
  deps: AssignmentDeps,
  unit: Unit,
  { id, agentId }: Offer,
  state: Exclude<OfferState, 'offered'>,
): Promise<void> {
  await unit.update(OfferSchema, { id, state: 'offered' }, { state, settledAt: deps.clock.now() });
  await deps.outbox.refresh(unit, offerCardKey(id));
  if (state !== 'accepted') await queueOfferWaiting(deps.jobs, unit, agentId);
}

/** The ticket goes on to the next agent. */
export async function moveOn(
  deps: AssignmentDeps,
  unit: Unit,
  offer: Offer,
  state: 'passed' | 'expired' | 'withdrawn',
  by: Actor,
  why: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { ticketId, agentId, round } = offer;
  await settleOffer(deps, unit, offer, state);
  await writeAudit(deps.clock, unit, ticketId, by, state, { agentId, round, ...why });
  await queueSearch(deps.jobs, unit, ticketId);
}
