import { In } from 'typeorm';
import type { Reader, Unit } from '../storage/unit.ts';
import { findMessage, lockTicket } from './find-ticket.ts';
import type { Message } from './message.ts';
import { ReactionSchema, type EmojiReaction } from './reaction.schema.ts';
import type { TicketDeps } from './ticket-events.ts';

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
  if (reaction) await deps.record(unit, { kind: 'reaction-changed', ticket, message, reaction });
}

/** @returns null when nothing has changed */
async function keepReaction(unit: Unit, wanted: Omit<EmojiReaction, 'id'>): Promise<EmojiReaction | null> {
  const { messageId, side, platform, userId, emoji, isOn, revision } = wanted;
  const where = { messageId, side, platform, userId, emoji };
  const known = await unit.findOne(ReactionSchema, { where });
  if (known === null) return { id: await unit.insert(ReactionSchema, wanted), ...wanted };
  if (known.revision >= revision) return null;
  await unit.update(ReactionSchema, { id: known.id }, { isOn, revision });
  return known.isOn === isOn ? null : { ...known, isOn, revision };
}

/** Who has an emoji on a message, on one side; the first who put it there first. */
export const findReactors = (
  reader: Reader,
  where: Pick<EmojiReaction, 'messageId' | 'side' | 'emoji'>,
): Promise<EmojiReaction[]> => {
  const { messageId, side, emoji } = where;
  return reader.find(ReactionSchema, { where: { messageId, side, emoji, isOn: true }, order: { revision: 'ASC' } });
};

/** What stands on one message, whoever put it there. */
export const findReactions = (reader: Reader, messageId: number): Promise<EmojiReaction[]> =>
  reader.find(ReactionSchema, { where: { messageId, isOn: true }, order: { id: 'ASC' } });

export interface EmojiCount {
  readonly emoji: string;
  readonly count: number;
}

/** How many people have which emoji on each of these messages; a message without any is not in it. */
export async function countReactions(
  reader: Reader,
  messages: readonly Pick<Message, 'id'>[],
): Promise<ReadonlyMap<number, readonly EmojiCount[]>> {
  const messageId = In(messages.map(({ id }) => id));
  const rows = await reader.find(ReactionSchema, { where: { messageId, isOn: true }, order: { id: 'ASC' } });
  const counts = new Map<number, EmojiCount[]>();
  for (const row of rows) counts.set(row.messageId, plusOne(counts.get(row.messageId) ?? [], row.emoji));
  return counts;
}

const plusOne = (counts: readonly EmojiCount[], emoji: string): EmojiCount[] =>
  counts.some((known) => known.emoji === emoji)
    ? counts.map((known) => (known.emoji === emoji ? { emoji, count: known.count + 1 } : known))
    : [...counts, { emoji, count: 1 }];
