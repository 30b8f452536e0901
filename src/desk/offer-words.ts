import { AgentSchema } from '../assignment/agents/agent.schema.ts';
import type { Agent } from '../assignment/agents/agent.ts';
import { findOffer } from '../assignment/offers/find-offer.ts';
import { offerCardKey, type Offer } from '../assignment/offers/offer.ts';
import { findPost } from '../delivery/compose.ts';
import type { Reader } from '../storage/unit.ts';
import { isOpen } from '../tickets/ticket-status.ts';
import { readTicketWords, type TicketWords } from './ticket-words.ts';

/** As many as a list in a card may hold. */
const MOST_OPTIONS = 100;

/** What an agent is asked, or was: the card follows its offer and its ticket. */
export interface OfferWords {
  readonly offer: Offer;
  readonly words: TicketWords;
  /** To whom the ticket could be handed. */
  readonly others: readonly Agent[];
}

/** Null for an offer that is unknown, or that was over before its card was sent. */
export async function readOfferWords(reader: Reader, offerId: number): Promise<OfferWords | null> {
  const offer = await findOffer(reader, offerId);
  const words = offer && (await readTicketWords(reader, offer.ticketId));
  if (!words) return null;
  const everybody = await reader.find(AgentSchema, { order: { isAvailable: 'DESC', name: 'ASC', id: 'ASC' } });
  const others = everybody.filter(({ id }) => id !== offer.agentId).slice(0, MOST_OPTIONS);
  const read = { offer, words, others };
  if (isTheirs(read)) return read;
  const post = await findPost(reader, offerCardKey(offerId));
  return post?.state === 'sent' ? read : null;
}

/** They may still take it, or they have it. */
export const isTheirs = ({ offer, words }: OfferWords): boolean => isAsked(offer) || hasIt({ offer, words });

export const isAsked = ({ state }: Offer): boolean => state === 'offered';

const hasIt = ({ offer, words: { ticket } }: Pick<OfferWords, 'offer' | 'words'>): boolean =>
  offer.state === 'accepted' && ticket.assignedTo === offer.agentId && isOpen(ticket.status);

/** What came of an offer, in a line that stays true whatever becomes of the ticket later. */
export function whatHappened({ offer, words }: OfferWords): string {
  if (hasIt({ offer, words })) return 'You have it.';
  const { ticket, assignee } = words;
  const said = SAID[offer.state];
  if (!isOpen(ticket.status)) return `${said} It was ${ticket.status}.`.trimStart();
  if (ticket.assignedTo === offer.agentId) return `${said} You have it all the same.`;
  return assignee === null ? said || 'It was taken back.' : `${said} It went to ${assignee}.`.trimStart();
}

const SAID: Readonly<Record<Offer['state'], string>> = {
  offered: '',
  accepted: '',
  passed: 'You passed.',
  expired: 'The time to answer is over.',
  withdrawn: '',
};
