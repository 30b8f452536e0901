import type { MessageSaid } from '../chat/inbound-event.ts';
import type { RichText } from '../chat/rich-text.ts';
import type { Agent } from '../assignment/agent.ts';
import type { Said } from '../tickets/add-message.ts';

/** What was said on a platform, as the tickets room takes it. */
export function saidBy(
  agent: Agent | null,
  event: MessageSaid,
  how: Pick<Said, 'side' | 'visibility' | 'reopens'>,
  text: RichText = event.text,
): Said {
  const { platform, workspaceId, channelId, messageId, userId, at, position } = event;
  return {
    speaker: { agentId: agent?.id ?? null, account: { platform, workspaceId, userId } },
    origin: { platform, channelId, nativeId: messageId },
    text,
    saidAt: at,
    position,
    ...how,
  };
}
