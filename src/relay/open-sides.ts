import type { Address, PersonRef } from '../chat/address.ts';
import type { ChatPlatform } from '../chat/chat-platform.ts';
import type { Conversation } from '../delivery/conversation.ts';
import { openThread, planThread } from '../delivery/find-conversation.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { addressOfChannel } from '../directory/channel.ts';
import { findDesk, findDeskAt, findMerchantChannel } from '../directory/find-channel.ts';
import type { Unit } from '../storage/unit.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { DESK_CARD, deskCardKey } from './desk-card-key.ts';
import { SideSchema } from './side.schema.ts';

/** The post that shows a ticket's present state to its merchant; the room of what people see composes it. */
export const STATUS_LINE = 'status-line';

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

/**
 * Opens the ticket's thread at the desk with the card that is its root. Null while no desk is connected.
 * @param home of whoever has the ticket: the desk there, if there is one
 */
export async function openAgentSide(
  outbox: Outbox,
  unit: Unit,
  ticket: Ticket,
  home: PersonRef | null = null,
): Promise<Conversation | null> {
  const { merchantId } = ticket;
  const desk = (home && (await findDeskAt(unit, merchantId, home))) ?? (await findDesk(unit, merchantId));
  if (!desk) return null;
  const conversation = await planThread(unit, addressOfChannel(desk));
  await unit.insert(SideSchema, { ticketId: ticket.id, role: 'agent', conversationId: conversation.id });
  await postDeskCard(outbox, unit, ticket, conversation);
  return conversation;
}

/** The root of a thread at the desk. @param epoch in which the ticket comes there */
export async function postDeskCard(
  outbox: Outbox,
  unit: Unit,
  { id: ticketId }: Pick<Ticket, 'id'>,
  conversation: Conversation,
  epoch = 1,
): Promise<void> {
  const key = deskCardKey(ticketId, epoch);
  await outbox.post(unit, { key, conversation, composer: DESK_CARD, payload: { ticketId, epoch }, opensThread: true });
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
