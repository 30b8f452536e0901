import { openDirect } from '../../delivery/find-conversation.ts';
import type { PersonRef } from '../../chat/address.ts';
import type { Unit } from '../../storage/unit.ts';
import type { AssignmentDeps } from '../assignment-deps.ts';
import { OfferSchema } from './offer.schema.ts';
import { OFFER_CARD, offerCardKey } from './offer.ts';
import { queueExpiry } from '../queue-jobs.ts';

export interface NewOffer {
  readonly ticketId: number;
  readonly agentId: number;
  readonly round: number;
}

/** Puts a ticket before an agent, for as long as the rules say. */
export async function makeOffer(
  deps: AssignmentDeps,
  unit: Unit,
  offer: NewOffer,
  account: PersonRef,
  timeoutSeconds: number,
): Promise<void> {
  const timeoutMs = timeoutSeconds * 1000;
  const offeredAt = deps.clock.now();
  const expiresAt = new Date(offeredAt.getTime() + timeoutMs);
  const row = { ...offer, state: 'offered', offeredAt, expiresAt, settledAt: null } as const;
  const offerId = await unit.insert(OfferSchema, row);
  await queueExpiry(deps.jobs, unit, offerId, timeoutMs);
  await postCard(deps, unit, offerId, account);
}

/** Writes down that a ticket is an agent's who was not asked: they were chosen by hand, or took it themselves. */
export async function noteAccepted(
  deps: AssignmentDeps,
  unit: Unit,
  offer: NewOffer,
  account: PersonRef | null,
): Promise<void> {
  const now = deps.clock.now();
  const row = { ...offer, state: 'accepted', offeredAt: now, expiresAt: null, settledAt: now } as const;
  const offerId = await unit.insert(OfferSchema, row);
  if (account) await postCard(deps, unit, offerId, account);
}

async function postCard({ outbox }: AssignmentDeps, unit: Unit, offerId: number, account: PersonRef): Promise<void> {
  await outbox.post(unit, {
    key: offerCardKey(offerId),
    conversation: await openDirect(unit, account),
    composer: OFFER_CARD,
    payload: { offerId },
  });
}
