import type { Delivery } from '../../delivery/delivery.ts';
import type { CopyPayload } from '../../relay/compose-message.ts';
import { findCopies } from '../../relay/copy-message.ts';
import { findSides } from '../../relay/find-sides.ts';
import type { Reader } from '../../storage/unit.ts';
import type { Message } from '../../tickets/message.ts';

export type Spoken = Pick<Message, 'id' | 'ticketId'>;

/** The parts of a message that go to the merchant: what does not reach the desk cannot be told there. */
export async function findParts(reader: Reader, message: Spoken): Promise<Delivery[]> {
  const desk = new Set(
    (await findSides(reader, message.ticketId, 'agent')).map(({ conversationId }) => conversationId),
  );
  const copies = await findCopies(reader, message);
  return copies.filter(({ conversationId }) => !desk.has(conversationId));
}

/** Also one that was given up: there is nothing left to try again. */
export const isWithdrawn = ({ state, payload }: Delivery): boolean =>
  (payload as CopyPayload).text === null || state === 'cancelled' || state === 'removing' || state === 'removed';

export const isDead = (part: Delivery): boolean => part.state === 'dead' && !isWithdrawn(part);

/** A file in whose place words stand, because it could not be brought. */
export const isMissing = ({ state, instead }: Delivery): boolean =>
  state === 'sent' && instead !== null && instead !== 'link';

/** Nothing of it is on its way or was given up, and it is what was said. */
export const isSettled = (part: Delivery): boolean => (part.state === 'sent' && !isMissing(part)) || isWithdrawn(part);
