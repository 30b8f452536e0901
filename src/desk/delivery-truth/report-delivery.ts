import type { Clock } from '../../clock.ts';
import type { Conversation } from '../../delivery/conversation.ts';
import type { Delivery } from '../../delivery/delivery.ts';
import { findConversation } from '../../delivery/find-conversation.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import type { DeliveryReport } from '../../delivery/report.ts';
import { markFound, markLost } from '../../directory/lost-channel.ts';
import type { CopyPayload } from '../../relay/compose-message.ts';
import { findSide } from '../../relay/open-sides.ts';
import { MESSAGE_COPY } from '../../relay/copy-message.ts';
import type { Unit } from '../../storage/unit.ts';
import { findMessage } from '../../tickets/find-ticket.ts';
import { CHANNEL_ALARM, channelAlarmKey } from './channel-alarm.ts';
import { DELIVERY_NOTE, deliveryNoteKey } from './delivery-note.ts';

interface ReportDeps {
  readonly outbox: Outbox;
  readonly clock: Clock;
}

/**
 * Tells the desk the truth about what agents say: nothing while it arrives, one note in the ticket's thread when it is
 * late or failed, which then says how it ended; and one alarm for a merchant's channel that cannot be reached.
 */
export function createDeliveryReport(deps: ReportDeps): DeliveryReport {
  return async (unit, delivery) => {
    if (delivery.composer !== MESSAGE_COPY) return;
    const conversation = await findConversation(unit, delivery.conversationId);
    if (!conversation) return;
    if (delivery.state === 'sent') await tellFound(deps, unit, conversation);
    if (!delivery.isReported) return;
    const { messageId } = delivery.payload as CopyPayload;
    const message = await findMessage(unit, messageId);
    const thread = message && (await findSide(unit, message.ticketId, 'agent'));
    // What does not reach the desk cannot be told there.
    if (!thread || thread.id === conversation.id) return;
    const key = deliveryNoteKey(messageId);
    const note = { key, conversation: thread, composer: DELIVERY_NOTE, payload: { messageId } };
    if (!(await deps.outbox.post(unit, note))) await deps.outbox.refresh(unit, key);
    if (isLost(delivery)) await alarm(deps, unit, conversation, thread);
  };
}

const isLost = ({ state, failure }: Delivery): boolean => state === 'dead' && failure === 'gone';

async function alarm(
  { outbox, clock }: ReportDeps,
  unit: Unit,
  { platform, channelId }: Conversation,
  thread: Conversation,
): Promise<void> {
  const lostAt = clock.now();
  const channel = channelId === null ? null : await markLost(unit, platform, channelId, lostAt);
  if (!channel) return;
  const payload = { channelId: channel.id, lostAt: lostAt.getTime() };
  await outbox.post(unit, { key: channelAlarmKey(payload), conversation: thread, composer: CHANNEL_ALARM, payload });
}

/** The alarm then says that it is over. */
async function tellFound({ outbox }: ReportDeps, unit: Unit, { platform, channelId }: Conversation): Promise<void> {
  const channel = channelId === null ? null : await markFound(unit, platform, channelId);
  if (!channel?.lostAt) return;
  await outbox.refresh(unit, channelAlarmKey({ channelId: channel.id, lostAt: channel.lostAt.getTime() }));
}
