import { findPost } from '../../delivery/compose.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import { isLost } from '../../directory/lost-channel.ts';
import { findSide } from '../../relay/find-sides.ts';
import type { Unit } from '../../storage/unit.ts';
import type { Message } from '../../tickets/message.ts';
import type { Reaction } from '../../tickets/ticket-events.ts';
import { deliveryNoteKey } from './delivery-note.ts';
import { showNote } from './show-note.ts';

/**
 * A reply into a channel that is known to be lost is told at once, and not when its turn to fail has come. A note about
 * a message repeats its first words, and goes with it when it is taken back.
 */
export const createDeliveryNoteReaction =
  (outbox: Outbox): Reaction =>
  async (unit, event) => {
    if (event.kind === 'message-said' && (await goesAstray(unit, event.message))) {
      await showNote(outbox, unit, event.message);
    }
    if (event.kind === 'message-changed' && (await findPost(unit, deliveryNoteKey(event.message.id)))) {
      await showNote(outbox, unit, event.message);
    }
  };

async function goesAstray(unit: Unit, { side, visibility, ticketId }: Message): Promise<boolean> {
  if (side !== 'agent' || visibility !== 'public') return false;
  const to = await findSide(unit, ticketId, 'merchant');
  return to !== null && isLost(unit, to);
}
