import { z } from 'zod';
import { TICKET_CATEGORIES } from '../../tickets/ticket.ts';

const MAX_WEIGHT = 1_000;
const DAY_SECONDS = 24 * 60 * 60;
export const MAX_CAPACITY = 10_000;

const weight = z.number().int().min(0).max(MAX_WEIGHT);

const QUEUE_ORDERS = ['urgent-first', 'oldest-first'] as const;
export type QueueOrder = (typeof QUEUE_ORDERS)[number];

/** How agents are chosen, as /api takes it; every part must be given. */
export const assignmentRules = z.strictObject({
  weights: z.strictObject({
    /** Added for an agent who knows the ticket's category best. */
    specialty: weight,
    /** Taken off for each open ticket and each open offer. */
    openTicket: weight,
    /** Taken off for each of them once more when the ticket is high or urgent. */
    pressing: weight,
  }),
  /** The categories for which a specialist is preferred. */
  specialties: z.array(z.enum(TICKET_CATEGORIES)).max(TICKET_CATEGORIES.length),
  /** How many tickets an agent takes at once who has no number of their own; null: any number. */
  capacity: z.number().int().min(1).max(MAX_CAPACITY).nullable(),
  /** How long an agent may leave an offer unanswered. */
  offerTimeoutSeconds: z.number().int().min(1).max(DAY_SECONDS),
  queue: z.strictObject({
    order: z.enum(QUEUE_ORDERS),
    /** How long a ticket that everybody let pass waits until they are all asked again; null: for ever. */
    newRoundAfterSeconds: z.number().int().min(1).max(DAY_SECONDS).nullable(),
  }),
});

export type AssignmentRules = z.output<typeof assignmentRules>;

export const DEFAULT_RULES: AssignmentRules = {
  weights: { specialty: 50, openTicket: 5, pressing: 3 },
  specialties: [...TICKET_CATEGORIES],
  capacity: null,
  offerTimeoutSeconds: 10 * 60,
  queue: { order: 'urgent-first', newRoundAfterSeconds: 60 * 60 },
};
