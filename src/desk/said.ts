import type { MessageSaid } from '../chat/inbound-event.ts';
import type { RichText } from '../chat/rich-text.ts';
import type { Agent } from '../assignment/agents/agent.ts';
import { acceptByReply } from '../assignment/offers/answer-offer.ts';
import type { Unit } from '../storage/unit.ts';
import { actorOf, type Said } from '../tickets/add-message.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { DeskDeps } from './desk-deps.ts';

/** What was said on a platform, as the tickets room takes it. */
export function saidBy(
  agent: Agent | null,
  event: MessageSaid,
  how: Pick<Said, 'side' | 'visibility' | 'reopens' | 'isElsewhere'>,
  text: RichText = event.text,
): Said {
  const { platform, workspaceId, channelId, messageId, userId, at, position, revision, files } = event;
  return {
    speaker: { agentId: agent?.id ?? null, account: { platform, workspaceId, userId } },
    origin: { platform, channelId, nativeId: messageId },
    text,
    saidAt: at,
    position,
    ...(revision !== undefined && { revision }),
    ...(files && { files }),
    ...how,
  };
}

/** An agent's reply may be their yes to the ticket. */
export const takeByReply = (
  { assignment }: DeskDeps,
  unit: Unit,
  ticket: Ticket,
  agent: Agent,
  said: Said,
): Promise<Ticket> =>
  acceptByReply(assignment, unit, ticket, agent, { isPublic: said.visibility === 'public', by: actorOf(said) });
