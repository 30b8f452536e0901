import type { MessageRef } from '../../chat/address.ts';
import { findPost, findPostAt } from '../../delivery/compose.ts';
import type { Conversation } from '../../delivery/conversation.ts';
import type { Delivery, DeliveryState } from '../../delivery/delivery.ts';
import { findConversation } from '../../delivery/find-conversation.ts';
import type { Reader } from '../../storage/unit.ts';
import { findMessage, findMessageAt } from '../../tickets/find-ticket.ts';
import { wasFilledIn } from '../../tickets/form-origin.ts';
import { wasSaidLive } from '../../tickets/live-origin.ts';
import { MessageSchema } from '../../tickets/message.schema.ts';
import type { Message } from '../../tickets/message.ts';
import type { CopyPayload } from '../compose-message.ts';
import { firstCopyKey, MESSAGE_COPY } from '../copy-message.ts';
import { DESK_CARD } from '../desk-card-key.ts';
import { findDeskCardKey, findSides } from '../find-sides.ts';
import { SideSchema, type SideRole } from '../side.schema.ts';

/** A message as somebody saw it: itself, its copy, or the card that leads with it. */
export interface Seen {
  readonly message: Message;
  readonly side: SideRole;
}

type Place = Pick<MessageRef, 'platform' | 'channelId' | 'messageId'>;

/** Which message of a ticket stands at this place of a platform; null when none does. */
export async function findSeen(reader: Reader, at: Place): Promise<Seen | null> {
  const said = await findMessageAt(reader, at.platform, at.channelId, at.messageId);
  if (said) return { message: said, side: said.side };
  const post = await findPostAt(reader, at);
  if (post?.composer === DESK_CARD) return seenInCard(reader, post);
  return post?.composer === MESSAGE_COPY ? seenAsCopy(reader, post) : null;
}

async function seenInCard(reader: Reader, { payload }: Delivery): Promise<Seen | null> {
  const { ticketId } = payload as { ticketId: number };
  const message = await reader.findOne(MessageSchema, { where: { ticketId, number: 1 } });
  return message && { message, side: 'agent' };
}

async function seenAsCopy(reader: Reader, { payload, conversationId }: Delivery): Promise<Seen | null> {
  const message = await findMessage(reader, (payload as unknown as CopyPayload).messageId);
  if (!message) return null;
  const side = await reader.findOne(SideSchema, { where: { ticketId: message.ticketId, conversationId } });
  return side && { message, side: side.role };
}

/** Where the other side sees a message. */
export interface Target {
  readonly ref: MessageRef;
  readonly conversation: Conversation;
}

const IS_COMING: ReadonlySet<DeliveryState> = new Set(['queued', 'intent', 'ambiguous']);

/** Null when they do not see it; `later` while it is on its way. */
export async function findTarget(reader: Reader, { message, side }: Seen): Promise<Target | 'later' | null> {
  const to = side === 'merchant' ? 'agent' : 'merchant';
  const isHidden = to === 'merchant' && message.visibility === 'internal';
  if (isHidden || message.deletedAt !== null) return null;
  const places = await findPlaces(reader, message.ticketId, to);
  const [now] = places;
  if (!now) return null;
  if (message.side === to && !wasSaidLive(message)) return original(message, places, now);
  // The desk sees the first message in its card, whatever else of it follows there.
  if (to === 'agent' && message.number === 1) {
    return whereStands(reader, await findDeskCardKey(reader, message.ticketId), now);
  }
  for (const conversation of places) {
    const key = await firstCopyKey(reader, message, conversation);
    if (key !== undefined) return whereStands(reader, key, conversation);
  }
  return null;
}

/** Where a side talks now, then where it has talked before: what was said then stands there. */
async function findPlaces(reader: Reader, ticketId: number, role: SideRole): Promise<Conversation[]> {
  const sides = (await findSides(reader, ticketId, role)).toReversed();
  const ids = new Set(sides.map(({ conversationId }) => conversationId));
  const places = [];
  for (const id of ids) places.push(await findConversation(reader, id));
  return places.filter((place) => place !== null);
}

async function whereStands(reader: Reader, key: string, conversation: Conversation): Promise<Target | 'later' | null> {
  const post = await findPost(reader, key);
  if (post?.ref) return { ref: post.ref, conversation };
  return post && IS_COMING.has(post.state) ? 'later' : null;
}

function original(message: Message, places: readonly Conversation[], now: Conversation): Target | null {
  const { platform, channelId, nativeId } = message;
  if (wasFilledIn(message)) return null;
  if (platform === null || channelId === null || nativeId === null) return null;
  const said = (place: Conversation) => place.platform === platform && place.channelId === channelId;
  const conversation = places.find(said) ?? now;
  const { workspaceId } = conversation;
  return { ref: { platform, workspaceId, channelId, messageId: nativeId }, conversation };
}
