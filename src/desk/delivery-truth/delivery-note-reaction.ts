import type { Outbox } from '../../delivery/outbox.ts';
import type { Reaction } from '../../tickets/ticket-events.ts';
import { deliveryNoteKey } from './delivery-note.ts';

/** A note about a message repeats its first words, and goes with it when it is taken back. */
export const createDeliveryNoteReaction =
  (outbox: Outbox): Reaction =>
  async (unit, event) => {
    if (event.kind === 'message-changed') await outbox.refresh(unit, deliveryNoteKey(event.message.id));
  };
