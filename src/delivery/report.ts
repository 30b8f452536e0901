import { In } from 'typeorm';
import type { Unit } from '../storage/unit.ts';
import type { Conversation } from './conversation.ts';
import { DeliverySchema } from './delivery.schema.ts';
import type { Delivery } from './delivery.ts';

/**
 * What became of a delivery, for the room that tells people. It runs in the unit of work in which that is written down,
 * and may run again for the same: it brings what is told to the present state.
 */
export type DeliveryReport = (unit: Unit, delivery: Delivery, conversation: Conversation) => Promise<void>;

/** People are told of these: also how they end. */
export async function markReported(unit: Unit, ids: readonly number[]): Promise<void> {
  await unit.update(DeliverySchema, { id: In([...ids]) }, { isReported: true });
}
