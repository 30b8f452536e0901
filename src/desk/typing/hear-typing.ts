import { findAgentByAccount } from '../../assignment/agents/find-agent.ts';
import type { TypingChanged } from '../../chat/inbound-event.ts';
import { findChannel } from '../../directory/find-channel.ts';
import { findTicketOf, type Place } from '../../relay/find-ticket-of.ts';
import type { Reader } from '../../storage/unit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { agentUserId } from '../live-chat/chatter.ts';
import { passTyping } from './pass-typing.ts';

/** Somebody writes in a ticket's thread: the other side may see it. Agents alone are seen to write at the desk. */
export async function hearTyping(deps: DeskDeps, event: TypingChanged): Promise<void> {
  const found = await deps.storage.read((reader) => findPlace(reader, event));
  if (!found) return;
  const { place, agent } = found;
  const name = agent?.name ?? (await deps.people.find(event))?.name;
  if (name === undefined || (place.role === 'agent' && !agent)) return;
  const who = agent
    ? ({ userId: agentUserId(agent.id), userType: 'agent', name } as const)
    : ({ userId: event.userId, userType: 'merchant', name } as const);
  const to = [place.role === 'agent' ? 'merchant' : 'agent'] as const;
  await passTyping(deps, { ticketId: place.ticketId, who, isTyping: event.isTyping, to });
}

async function findPlace(reader: Reader, event: TypingChanged) {
  const { platform, channelId, threadId } = event;
  const channel = await findChannel(reader, platform, channelId);
  const place: Place | null = channel && (await findTicketOf(reader, platform, channelId, threadId));
  return place && { place, agent: await findAgentByAccount(reader, event) };
}
