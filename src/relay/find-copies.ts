import { Like } from 'typeorm';
import { DeliverySchema } from '../delivery/delivery.schema.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Reader } from '../storage/unit.ts';

/** The key of one part of a message's copy in a conversation. */
export const copyKey = (messageId: number, conversationId: number, part: number): string =>
  `${beginningOf(messageId)}${conversationId}:${part}`;

const beginningOf = (messageId: number): string => `message:${messageId}:`;

/** A message's copies in all conversations, on their way or there, in the order of their parts. */
export const findCopies = (reader: Reader, messageId: number): Promise<Delivery[]> =>
  reader.find(DeliverySchema, { where: { deliveryKey: Like(`${beginningOf(messageId)}%`) }, order: { id: 'ASC' } });
