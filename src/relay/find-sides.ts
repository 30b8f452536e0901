import { findPost } from '../delivery/compose.ts';
import type { Conversation } from '../delivery/conversation.ts';
import { findConversation } from '../delivery/find-conversation.ts';
import type { Reader } from '../storage/unit.ts';
import { deskCardKey } from './desk-card-key.ts';
import { SideSchema, type Side, type SideRole } from './side.schema.ts';

/** Everywhere that one party of a ticket has talked; where they do now comes last. */
export const findSides = (reader: Reader, ticketId: number, role: SideRole): Promise<Side[]> =>
  reader.find(SideSchema, { where: { ticketId, role }, order: { epoch: 'ASC' } });

/** Where one party of a ticket talks now; null where it has no place. */
export async function findSide(reader: Reader, ticketId: number, role: SideRole): Promise<Conversation | null> {
  const side = await reader.findOne(SideSchema, { where: { ticketId, role }, order: { epoch: 'DESC' } });
  return side && findConversation(reader, side.conversationId);
}

/** The cards of a ticket, one in each of its threads at the desks; that of where it is now comes last. */
export async function findDeskCardKeys(reader: Reader, ticketId: number): Promise<readonly [...string[], string]> {
  const sides = await findSides(reader, ticketId, 'agent');
  const current = sides.at(-1)?.conversationId;
  const first = sides.filter(
    (side) => side === sides.find(({ conversationId }) => conversationId === side.conversationId),
  );
  const keyOf = ({ epoch }: Side) => deskCardKey(ticketId, epoch);
  const now = first.find(({ conversationId }) => conversationId === current);
  return [...first.filter((side) => side !== now).map(keyOf), now ? keyOf(now) : deskCardKey(ticketId)];
}

/** Whether the thread of a side could not be opened: nobody reads there. @param sides all of its party */
export async function isDeadEnd(reader: Reader, sides: readonly Side[], { ticketId, conversationId }: Side) {
  const first = sides.find((side) => side.conversationId === conversationId);
  return (await findPost(reader, deskCardKey(ticketId, first?.epoch)))?.state === 'dead';
}

/** The card of the thread in which a ticket is talked about now. */
export const findDeskCardKey = async (reader: Reader, ticketId: number): Promise<string> =>
  (await findDeskCardKeys(reader, ticketId)).at(-1) ?? deskCardKey(ticketId);
