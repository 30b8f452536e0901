import type { PlatformName } from '../chat/address.ts';
import { findThread } from '../delivery/find-conversation.ts';
import type { Reader } from '../storage/unit.ts';
import { findMessageAt } from '../tickets/find-ticket.ts';
import { findSides } from './find-sides.ts';
import { SideSchema, type SideRole } from './side.schema.ts';

export interface Place {
  readonly ticketId: number;
  readonly role: SideRole;
}

/**
 * Which ticket a thread belongs to: the latest that is open of those whose side it is, else the latest; or, for a thread
 * under a message that joined a ticket from outside its thread, the ticket that it joined.
 */
export async function findTicketOf(
  reader: Reader,
  platform: PlatformName,
  channelId: string,
  threadId: string,
): Promise<Place | null> {
  const conversation = await findThread(reader, platform, channelId, threadId);
  const side = conversation && (await findPlaceIn(reader, conversation.id));
  if (side) return side;
  const joined = await findMessageAt(reader, platform, channelId, threadId);
  return joined && { ticketId: joined.ticketId, role: joined.side };
}

/** Of a ticket that was merged, the one counts that goes on. */
async function findPlaceIn(reader: Reader, conversationId: number): Promise<Place | undefined> {
  const [place] = await reader.query<Place>(
    `SELECT side.ticketId AS ticketId, side.role AS role
     FROM side JOIN ticket own ON own.id = side.ticketId JOIN ticket ON ticket.id = COALESCE(own.mergedIntoId, own.id)
     WHERE side.conversationId = ?
     ORDER BY CASE WHEN ticket.status IN ('resolved', 'closed') THEN 1 ELSE 0 END, side.ticketId DESC LIMIT 1`,
    [conversationId],
  );
  return place;
}

/**
 * Whether what is said in a thread has to be shown in the ticket's own: it is the thread of a ticket that was merged into
 * this one, and no side of this one besides; or the side has moved on from it.
 * @param place whose thread it is
 */
export async function isElsewhere(
  reader: Reader,
  ticketId: number,
  place: Pick<Place, 'ticketId'>,
  { platform, channelId, threadId }: { platform: PlatformName; channelId: string; threadId: string },
): Promise<boolean> {
  const conversation = await findThread(reader, platform, channelId, threadId);
  const where = conversation && { conversationId: conversation.id, ticketId };
  const side = where && (await reader.findOne(SideSchema, { where }));
  if (!side) return place.ticketId !== ticketId;
  return (await findSides(reader, ticketId, side.role)).at(-1)?.conversationId !== side.conversationId;
}
