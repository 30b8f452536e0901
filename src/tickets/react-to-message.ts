import { In } from 'typeorm';
import type { PersonRef } from '../chat/address.ts';
import type { Reader, Unit } from '../storage/unit.ts';
import { findMessage, lockTicket } from './find-ticket.ts';
import { MessageSchema } from './message.schema.ts';
import type { Message } from './message.ts';
import { LIVE, ReactionSchema, type EmojiReaction } from './reaction.schema.ts';
import type { TicketDeps } from './ticket-events.ts';
import { TicketSchema } from './ticket.schema.ts';

type NewReaction = Omit<EmojiReaction, 'id' | 'messageId'>;

/** Somebody put an emoji on a message, or took it off; what is older than what is known of it changes nothing. */
export async function reactToMessage(
  deps: TicketDeps,
  unit: Unit,
  { id: messageId, ticketId }: Message,
  wanted: NewReaction,
): Promise<void> {
  const ticket = await lockTicket(unit, ticketId);
  const message = await findMessage(unit, messageId);
  const reaction = message && (await keepReaction(unit, { ...wanted, messageId }));
  if (!reaction) return;
  // Whoever follows the ticket is to see it.
  const version = ticket.lastVersion + 1;
  await unit.update(MessageSchema, { id: messageId }, { version });
  await unit.update(TicketSchema, { id: ticketId }, { lastVersion: version });
  await deps.record(unit, {
    kind: 'reaction-changed',
    ticket: { ...ticket, lastVersion: version },
    message: { ...message, version },
    reaction,
  });
}

/** @returns null when nothing has changed */
async function keepReaction(unit: Unit, wanted: Omit<EmojiReaction, 'id'>): Promise<EmojiReaction | null> {
  const { messageId, side, platform, userId, emoji, isOn, revision } = wanted;
  const where = { messageId, side, platform, userId, emoji };
  const known = await unit.findOne(ReactionSchema, { where });
  if (known === null) {
    const id = await unit.insert(ReactionSchema, wanted);
    return isOn ? { id, ...wanted } : null;
  }
  if (known.revision >= revision) return null;
  await unit.update(ReactionSchema, { id: known.id }, { isOn, revision });
  return known.isOn === isOn ? null : { ...known, isOn, revision };
}

/** An emoji on a message, as far as it was put there from one side: in its own place, or in the live chat of both. */
export type SideEmoji = Pick<EmojiReaction, 'messageId' | 'emoji'> & { readonly side: Message['side'] };

/** Who has an emoji on a message from one side; the first who put it there first. */
export const findReactors = (reader: Reader, { messageId, side, emoji }: SideEmoji): Promise<EmojiReaction[]> => {
  const where = { messageId, side: In([side, LIVE]), emoji, isOn: true };
  return reader.find(ReactionSchema, { where, order: { revision: 'ASC' } });
};

/** What one person has put on a message in one place, and what they took off again. */
export const findReactionsBy = (
  reader: Reader,
  { id: messageId }: Pick<Message, 'id'>,
  side: EmojiReaction['side'],
  { platform, userId }: PersonRef,
): Promise<EmojiReaction[]> => reader.find(ReactionSchema, { where: { messageId, side, platform, userId } });

/** What stands on one message, whoever put it there. */
export const findReactions = (reader: Reader, messageId: number): Promise<EmojiReaction[]> =>
  reader.find(ReactionSchema, { where: { messageId, isOn: true }, order: { id: 'ASC' } });

/** What stands on each of these messages, in the order in which it was first put there; none of it: not in it. */
export async function listReactions(
  reader: Reader,
  messages: readonly Pick<Message, 'id'>[],
): Promise<ReadonlyMap<number, readonly EmojiReaction[]>> {
  const messageId = In(messages.map(({ id }) => id));
  const rows = await reader.find(ReactionSchema, { where: { messageId, isOn: true }, order: { id: 'ASC' } });
  return grouped(rows, (row) => row.messageId);
}

export interface EmojiCount {
  readonly emoji: string;
  readonly count: number;
}

/** How many people have which emoji on each of these messages; a message without any is not in it. */
export async function countReactions(
  reader: Reader,
  messages: readonly Pick<Message, 'id'>[],
): Promise<ReadonlyMap<number, readonly EmojiCount[]>> {
  const reactions = await listReactions(reader, messages);
  return new Map([...reactions].map(([id, rows]) => [id, countOf(rows)]));
}

const countOf = (reactions: readonly EmojiReaction[]): EmojiCount[] =>
  [...byEmoji(reactions)].map(([emoji, { length: count }]) => ({ emoji, count }));

/** Reactions of one message by what was put there. */
export const byEmoji = (reactions: readonly EmojiReaction[]): ReadonlyMap<string, readonly EmojiReaction[]> =>
  grouped(reactions, ({ emoji }) => emoji);

function grouped<Key>(
  reactions: readonly EmojiReaction[],
  keyOf: (reaction: EmojiReaction) => Key,
): ReadonlyMap<Key, readonly EmojiReaction[]> {
  const groups = new Map<Key, EmojiReaction[]>();
  for (const reaction of reactions) groups.set(keyOf(reaction), [...(groups.get(keyOf(reaction)) ?? []), reaction]);
  return groups;
}
