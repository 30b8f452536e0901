import type { Outbox } from '../../delivery/outbox.ts';
import { markReported } from '../../delivery/report.ts';
import { findSide } from '../../relay/find-sides.ts';
import type { Unit } from '../../storage/unit.ts';
import { DELIVERY_NOTE, deliveryNoteKey } from './delivery-note.ts';
import { findParts, type Spoken } from './find-parts.ts';

/** One note for each message, in the thread in which it was said, from now on showing how all of its parts stand. */
export async function showNote(outbox: Outbox, unit: Unit, message: Spoken): Promise<void> {
  const conversation = await findSide(unit, message.ticketId, 'agent');
  const ids = (await findParts(unit, message)).map(({ id }) => id);
  if (!conversation || ids.length === 0) return;
  await markReported(unit, ids);
  const key = deliveryNoteKey(message.id);
  const payload = { messageId: message.id };
  // One that was cancelled, because all had arrived when its turn came, may be needed after all.
  if (!(await outbox.post(unit, { key, conversation, composer: DELIVERY_NOTE, payload }))) {
    await outbox.revise(unit, key, payload);
  }
}
