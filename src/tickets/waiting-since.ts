import { IsNull, MoreThan, Not } from 'typeorm';
import type { Reader } from '../storage/unit.ts';
import { MessageSchema } from './message.schema.ts';
import type { Message } from './message.ts';
import { TicketSchema } from './ticket.schema.ts';

/**
 * When the merchant said the first thing that no agent has answered; null when they have an answer. What was waited for
 * in tickets that were merged into this one is answered by whatever an agent says after that.
 */
export async function findWaitingSince(reader: Reader, ticketId: number): Promise<Date | null> {
  const answer = await findAnswer(reader, ticketId);
  const asked = await findUnanswered(reader, ticketId, answer);
  const merged = await reader.find(TicketSchema, { where: { mergedIntoId: ticketId, waitedSince: Not(IsNull()) } });
  const unanswered = merged.filter(({ closedAt }) => !answer || !closedAt || answer.createdAt < closedAt);
  const times = [asked?.saidAt, ...unanswered.map(({ waitedSince }) => waitedSince)];
  return times.reduce<Date | null>((first, time) => (time && (!first || time < first) ? time : first), null);
}

const SAID = { visibility: 'public', deletedAt: IsNull() } as const;

const findAnswer = (reader: Reader, ticketId: number): Promise<Message | null> =>
  reader.findOne(MessageSchema, {
    where: { ticketId, ...SAID, agentId: Not(IsNull()) },
    order: { number: 'DESC' },
  });

const findUnanswered = (reader: Reader, ticketId: number, answer: Message | null): Promise<Message | null> =>
  reader.findOne(MessageSchema, {
    where: { ticketId, ...SAID, agentId: IsNull(), number: MoreThan(answer?.number ?? 0) },
    order: { number: 'ASC' },
  });
