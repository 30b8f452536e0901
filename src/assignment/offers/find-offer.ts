import type { Reader } from '../../storage/unit.ts';
import type { Agent } from '../agents/agent.ts';
import { OfferSchema } from './offer.schema.ts';
import type { Offer } from './offer.ts';

export const findOffer = (reader: Reader, id: number): Promise<Offer | null> =>
  reader.findOne(OfferSchema, { where: { id } });

/** The offer that an agent has still to answer. It stays as it is while the ticket's row is held. */
export const findOpenOffer = (reader: Reader, ticketId: number): Promise<Offer | null> =>
  reader.findOne(OfferSchema, { where: { ticketId, state: 'offered' } });

export const findOpenOffersTo = (reader: Reader, agentId: number): Promise<Offer[]> =>
  reader.find(OfferSchema, { where: { agentId, state: 'offered' } });

/** How an agent got a ticket the last time. */
export const findAccepted = (reader: Reader, ticketId: number, agentId: number): Promise<Offer | null> =>
  reader.findOne(OfferSchema, { where: { ticketId, agentId, state: 'accepted' }, order: { id: 'DESC' } });

/** The offers of a round, in order. */
export const findRound = (reader: Reader, ticketId: number, round: number): Promise<Offer[]> =>
  reader.find(OfferSchema, { where: { ticketId, round }, order: { id: 'ASC' } });

/**
 * Which of these agents were asked and had their say, or their time, in a round. Whoever went away before that did not;
 * and whoever has come back since may be asked again.
 */
export function hadTheirSay(round: readonly Offer[], agents: readonly Agent[]): ReadonlySet<number> {
  const back = new Map(agents.map(({ id, availableSince }) => [id, availableSince?.getTime() ?? 0]));
  const counts = ({ agentId, state, settledAt }: Offer) =>
    state !== 'withdrawn' && (settledAt === null || settledAt.getTime() >= (back.get(agentId) ?? 0));
  return new Set(round.filter(counts).map(({ agentId }) => agentId));
}

/** A number that no round of this ticket has had. */
export async function nextRound(reader: Reader, ticketId: number): Promise<number> {
  const last = await reader.findOne(OfferSchema, { where: { ticketId }, order: { round: 'DESC' } });
  return (last?.round ?? 0) + 1;
}
