import { findPost } from '../delivery/compose.ts';
import type { Conversation } from '../delivery/conversation.ts';
import { findConversation } from '../delivery/find-conversation.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Reader, Unit } from '../storage/unit.ts';
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
export async function findDeskCardKeys(reader: Reader, ticketId: number): Promise<readonly string[]> {
  const sides = await findSides(reader, ticketId, 'agent');
  const latestFirst = new Set(sides.toReversed().map((side) => cardKeyOf(sides, side)));
  return [...latestFirst].reverse();
}

/** The card of a side's thread bears the epoch in which the ticket first came there. @param sides all of its party */
function cardKeyOf(sides: readonly Side[], { ticketId, conversationId }: Side): string {
  const first = sides.find((side) => side.conversationId === conversationId);
  return deskCardKey(ticketId, first?.epoch);
}

/** Whether the thread of a side could not be opened: nobody reads there. @param sides all of its party */
export const isDeadEnd = async (reader: Reader, sides: readonly Side[], side: Side): Promise<boolean> =>
  (await findPost(reader, cardKeyOf(sides, side)))?.state === 'dead';

/** The card of the thread in which a ticket is talked about now. */
export const findDeskCardKey = async (reader: Reader, ticketId: number): Promise<string> =>
  (await findDeskCardKeys(reader, ticketId)).at(-1) ?? deskCardKey(ticketId);

/** The same as it stands; null while there is none. */
export const findDeskCard = async (reader: Reader, ticketId: number): ReturnType<typeof findPost> =>
  findPost(reader, await findDeskCardKey(reader, ticketId));

/** All cards of a ticket show anew how it stands. */
export async function refreshDeskCards(outbox: Outbox, unit: Unit, ticketId: number): Promise<void> {
  for (const key of await findDeskCardKeys(unit, ticketId)) await outbox.refresh(unit, key);
}
