import type { Unit } from '../../storage/unit.ts';
import { lockTicket } from '../../tickets/find-ticket.ts';
import type { Ticket } from '../../tickets/ticket.ts';
import { findOffer } from './find-offer.ts';
import type { Offer } from './offer.ts';

/**
 * An offer as it stands while its ticket's row is held. Null for one that is not wanted: no row is held for what was
 * not wanted before, and what has changed while we waited for the row is asked again.
 */
export async function holdOffer(
  unit: Unit,
  offerId: number,
  isWanted: (offer: Offer) => boolean,
): Promise<{ readonly ticket: Ticket; readonly offer: Offer } | null> {
  const known = await findOffer(unit, offerId);
  if (!known || !isWanted(known)) return null;
  const ticket = await lockTicket(unit, known.ticketId);
  const offer = await findOffer(unit, offerId);
  return offer && isWanted(offer) ? { ticket, offer } : null;
}
