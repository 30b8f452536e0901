import type { PlatformName } from '../chat/address.ts';
import { findThread } from '../delivery/find-conversation.ts';
import type { Reader } from '../storage/unit.ts';
import { findMessageAt } from '../tickets/find-ticket.ts';
import { SideSchema, type SideRole } from './side.schema.ts';

export interface Place {
  readonly ticketId: number;
  readonly role: SideRole;
}

/** Whether a thread is no side of this ticket: those who talk in its own do not see what is said there. */
export async function isElsewhere(
  reader: Reader,
  ticketId: number,
  { platform, channelId, threadId }: { platform: PlatformName; channelId: string; threadId: string },
): Promise<boolean> {
  const conversation = await findThread(reader, platform, channelId, threadId);
  if (!conversation) return true;
  return (await reader.findOne(SideSchema, { where: { conversationId: conversation.id, ticketId } })) === null;
}

/**
 * Which ticket a thread belongs to: the latest whose side it is; or, for a thread under a message that joined a ticket
 * from outside its thread, the ticket that it joined.
 */
export async function findTicketOf(
  reader: Reader,
  platform: PlatformName,
  channelId: string,
  threadId: string,
): Promise<Place | null> {
  const conversation = await findThread(reader, platform, channelId, threadId);
  const where = conversation && { conversationId: conversation.id };
  const side = where && (await reader.findOne(SideSchema, { where, order: { ticketId: 'DESC' } }));
  if (side) return { ticketId: side.ticketId, role: side.role };
  const joined = await findMessageAt(reader, platform, channelId, threadId);
  return joined && { ticketId: joined.ticketId, role: joined.side };
}
