/**
 * - `offered`: the agent is asked
 * - `accepted`: the ticket became theirs, by their word or by somebody's hand
 * - `passed`: they said no
 * - `expired`: they did not answer in time
 * - `withdrawn`: it went elsewhere, or was over, before they answered
 */
export type OfferState = 'offered' | 'accepted' | 'passed' | 'expired' | 'withdrawn';

/** A ticket put before an agent. Only `offered` is ever left, and only once; a ticket has at most one such offer. */
export interface Offer {
  readonly id: number;
  readonly ticketId: number;
  readonly agentId: number;
  /** Within a round nobody is asked twice. */
  readonly round: number;
  readonly state: OfferState;
  readonly offeredAt: Date;
  /** Until when the agent may answer; null for what needed no answer. */
  readonly expiresAt: Date | null;
  readonly settledAt: Date | null;
}

/** The card in the agent's direct conversation; the room of what people see composes it. */
export const OFFER_CARD = 'offer-card';

export const offerCardKey = (offerId: number): string => `${OFFER_CARD}:${offerId}`;
