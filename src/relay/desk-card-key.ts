/** The card that is the root of a ticket's thread at the desk; the room of what people see composes it. */
export const DESK_CARD = 'desk-card';

/** @param epoch in which the ticket first came to that thread */
export const deskCardKey = (ticketId: number, epoch = 1): string =>
  epoch === 1 ? `${DESK_CARD}:${ticketId}` : `${DESK_CARD}:${ticketId}:${epoch}`;
