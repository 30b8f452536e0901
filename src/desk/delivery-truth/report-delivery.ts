import type { Conversation } from '../../delivery/conversation.ts';
import type { Delivery } from '../../delivery/delivery.ts';
import type { DeliveryReport } from '../../delivery/report.ts';
import { isLost } from '../../directory/lost-channel.ts';
import type { CopyPayload } from '../../relay/compose-message.ts';
import { MESSAGE_COPY } from '../../relay/copy-message.ts';
import { queueReturn } from '../../relay/return-agent-side.ts';
import type { Unit } from '../../storage/unit.ts';
import { findMessage } from '../../tickets/find-ticket.ts';
import { findChannelAgain, loseChannel, type ReachDeps } from './channel-reach.ts';
import { isMissing } from './find-parts.ts';
import { showNote } from './show-note.ts';

/**
 * Tells the desk the truth about what agents say: nothing while it arrives, one note in the ticket's thread when it is
 * late or failed, which then says how it ended; and one alarm for a merchant's channel that cannot be reached. A ticket
 * whose thread could not be opened at another desk goes back to the one that it left.
 */
export function createDeliveryReport(deps: ReachDeps): DeliveryReport {
  return async (unit, delivery, conversation) => {
    await learnReach(deps, unit, delivery, conversation);
    await queueReturn(deps.jobs, unit, delivery);
    if (delivery.composer !== MESSAGE_COPY || !(delivery.isReported || isMissing(delivery))) return;
    const { messageId } = delivery.payload as CopyPayload;
    const message = await findMessage(unit, messageId);
    if (message) await showNote(deps.outbox, unit, message);
  };
}

/** Each try tells whether the channel can be reached, as of the time at which it began. */
async function learnReach(deps: ReachDeps, unit: Unit, delivery: Delivery, { platform, channelId }: Conversation) {
  const { state, failure, visibleTo, intentAt, createdAt } = delivery;
  // That a person is not there any more says nothing about the channel.
  if (channelId === null || visibleTo !== null) return;
  const place = { platform, channelId };
  const at = new Date(intentAt ?? createdAt);
  if (state === 'dead' && failure === 'gone') await loseChannel(deps, unit, place, at);
  if (state === 'sent' && (await isLost(unit, place))) await findChannelAgain(deps, unit, place, at);
}
