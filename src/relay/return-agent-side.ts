import type { Delivery } from '../delivery/delivery.ts';
import { findConversation } from '../delivery/find-conversation.ts';
import type { JobHandler } from '../jobs/job.ts';
import type { JobQueue } from '../jobs/worker.ts';
import type { Unit } from '../storage/unit.ts';
import { findMessageOf, lockTicket } from '../tickets/find-ticket.ts';
import { DESK_CARD } from './desk-card-key.ts';
import { findSides, isDeadEnd } from './find-sides.ts';
import { goOnIn, type MoveDeps } from './move-agent-side.ts';
import type { Side } from './side.schema.ts';

/** Says in a thread that its ticket could not move on from it. */
export const STAYED_NOTE = 'stayed-note';

export interface StayedPayload extends Record<string, unknown> {
  readonly ticketId: number;
  /** Where it could not go. */
  readonly platform: string;
}

export const RETURN_SIDE_JOB = 'return-side';

/**
 * To come in the unit in which a post is given up: where it is the card under which a ticket was to go on, that goes back
 * to where it was, which the job does in its turn.
 */
export async function queueReturn(jobs: JobQueue, unit: Unit, { composer, state, payload }: Delivery): Promise<void> {
  if (composer !== DESK_CARD || state !== 'dead') return;
  const { ticketId } = payload as { ticketId: number };
  await jobs.enqueue(unit, { kind: RETURN_SIDE_JOB, lane: `${RETURN_SIDE_JOB}:${ticketId}`, payload: { ticketId } });
}

/**
 * Brings a ticket back to the last thread that stands, when the one could not be opened in which it is. One that was
 * never anywhere else stays, and waits for somebody who retries its card.
 */
export function createReturnSideHandler(deps: MoveDeps): JobHandler {
  return {
    run: (job) =>
      Promise.resolve(async (unit) => {
        const { ticketId } = job.payload as { ticketId: number };
        const ticket = await lockTicket(unit, ticketId);
        // It goes on as another one, where all that was said in it is told.
        if (ticket.mergedIntoId !== null) return;
        const sides = await findSides(unit, ticketId, 'agent');
        const from = sides.at(-1);
        if (!from || !(await isDeadEnd(unit, sides, from))) return;
        const back = await findStanding(unit, sides);
        const to = back && (await findConversation(unit, back.conversationId));
        const lost = await findConversation(unit, from.conversationId);
        if (!to || !lost) return;
        const last = await findMessageOf(unit, ticketId, ticket.lastNumber);
        await deps.outbox.post(unit, {
          key: `${STAYED_NOTE}:${ticketId}:${from.epoch}`,
          conversation: to,
          composer: STAYED_NOTE,
          payload: { ticketId, platform: lost.platform },
          // Behind what was said there before, and before what was said meanwhile.
          position: last?.position ?? 0,
        });
        await goOnIn(deps, unit, ticket, sides, to);
      }),
  };
}

async function findStanding(unit: Unit, sides: readonly Side[]): Promise<Side | null> {
  for (const side of sides.toReversed()) if (!(await isDeadEnd(unit, sides, side))) return side;
  return null;
}
