import type { Address } from '../chat/address.ts';
import type { ChatPlatform } from '../chat/chat-platform.ts';
import type { Conversation } from '../delivery/conversation.ts';
import { findConversation, openThread, planThread } from '../delivery/find-conversation.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { addressOfChannel } from '../directory/channel.ts';
import { findDesk, findMerchantChannel } from '../directory/find-channel.ts';
import type { Reader, Unit } from '../storage/unit.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { SideSchema, type SideRole } from './side.schema.ts';

/** The posts that show a ticket's present state, one on each side; the room of what people see composes them. */
export const DESK_CARD = 'desk-card';
export const STATUS_LINE = 'status-line';

export const deskCardKey = (ticketId: number): string => `${DESK_CARD}:${ticketId}`;
/** What was said in a ticket that was merged into another, in the thread of that one. */
export const MERGED_STORY = 'merged-story';

/** The keys of its stories begin so, wherever it was merged into. */
export const mergedStoriesOf = (ticketId: number): string => `${MERGED_STORY}:${ticketId}:`;

/** Tells the desk that a ticket waits for an agent; one for each time of waiting. */
export const QUEUE_NOTE = 'queue-note';

export const queueNoteKey = (ticketId: number, waitId: number): string => `${QUEUE_NOTE}:${ticketId}:${waitId}`;

export const statusLineKey = (ticketId: number): string => `${STATUS_LINE}:${ticketId}`;

interface OpenDeps {
  readonly outbox: Outbox;
  readonly platforms: ReadonlyMap<string, ChatPlatform>;
}

/** Where one party of a ticket talks; null where it has no place. */
export async function findSide(reader: Reader, ticketId: number, role: SideRole): Promise<Conversation | null> {
  const side = await reader.findOne(SideSchema, { where: { ticketId, role } });
  return side && findConversation(reader, side.conversationId);
}

/** Opens the ticket's thread at the desk with the card that is its root. Null while no desk is connected. */
export async function openAgentSide(outbox: Outbox, unit: Unit, ticket: Ticket): Promise<Conversation | null> {
  const desk = await findDesk(unit, ticket.merchantId);
  if (!desk) return null;
  const conversation = await planThread(unit, addressOfChannel(desk));
  await unit.insert(SideSchema, { ticketId: ticket.id, role: 'agent', conversationId: conversation.id });
  const payload = { ticketId: ticket.id };
  await outbox.post(unit, {
    key: deskCardKey(ticket.id),
    conversation,
    composer: DESK_CARD,
    payload,
    opensThread: true,
  });
  return conversation;
}

/**
 * The merchant's side is the thread in which they asked; a ticket that did not come from a chat gets a thread of its
 * own in the merchant's first channel, under its status line. Null for a merchant without a channel.
 */
export async function openMerchantSide(
  { outbox, platforms }: OpenDeps,
  unit: Unit,
  ticket: Ticket,
  askedIn: Address | null,
): Promise<Conversation | null> {
  const place = askedIn ?? (await findOwnPlace(unit, ticket));
  const conversation = place && (await openThreadOf(platforms, unit, place));
  if (!conversation) return null;
  await unit.insert(SideSchema, { ticketId: ticket.id, role: 'merchant', conversationId: conversation.id });
  await outbox.post(unit, {
    key: statusLineKey(ticket.id),
    conversation,
    composer: STATUS_LINE,
    payload: { ticketId: ticket.id },
    opensThread: conversation.threadId === null,
  });
  return conversation;
}

function openThreadOf(
  platforms: OpenDeps['platforms'],
  unit: Unit,
  { threadId: known, ...channel }: Address,
): Promise<Conversation> {
  const threadId = known ?? platforms.get(channel.platform)?.abilities.oneThread?.(channel.channelId);
  return threadId === undefined ? planThread(unit, channel) : openThread(unit, { ...channel, threadId });
}

async function findOwnPlace(unit: Unit, { merchantId }: Ticket): Promise<Address | null> {
  const channel = await findMerchantChannel(unit, merchantId);
  return channel && addressOfChannel(channel);
}
