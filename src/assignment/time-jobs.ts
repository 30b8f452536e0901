import { In, IsNull, Not } from 'typeorm';
import type { JobHandler } from '../jobs/job.ts';
import type { Unit } from '../storage/unit.ts';
import { SWITCHBOARD } from '../tickets/audit.ts';
import { findTicket, lockTicket } from '../tickets/find-ticket.ts';
import type { Reaction } from '../tickets/ticket-events.ts';
import type { AssignmentDeps } from './assignment-deps.ts';
import { holdOffer } from './offers/hold-offer.ts';
import { findRules } from './choice/find-rules.ts';
import { queueSearch, type NewRoundPayload } from './queue-jobs.ts';
import { moveOn } from './offers/settle-offer.ts';
import { findWaiting, readQueue, SHOWN_PLACES } from './queue/waiting-queue.ts';
import { WaitingTicketSchema, type WaitingTicket } from './queue/waiting-ticket.schema.ts';

/** An offer that was not answered in time goes to the next agent. */
export function createExpireHandler(deps: AssignmentDeps): JobHandler {
  return {
    run: (job) => {
      const { offerId } = job.payload as { offerId: number };
      return Promise.resolve(async (unit: Unit) => {
        const held = await holdOffer(unit, offerId, ({ state }) => state === 'offered');
        if (held) await moveOn(deps, unit, held.offer, 'expired', SWITCHBOARD);
      });
    },
  };
}

/** A ticket that everybody let pass, and that still waits, is offered to all of them once more. */
export function createNewRoundHandler({ jobs }: AssignmentDeps): JobHandler {
  return {
    run: (job) => {
      const { ticketId, waitId, round, afterSeconds } = job.payload as NewRoundPayload;
      return Promise.resolve(async (unit: Unit) => {
        await lockTicket(unit, ticketId);
        if ((await findRules(unit)).queue.newRoundAfterSeconds !== afterSeconds) return;
        const waiting = await findWaiting(unit, ticketId);
        if (waiting?.id !== waitId || waiting.round !== round || waiting.queuedAt === null) return;
        await unit.update(WaitingTicketSchema, { id: waitId }, { round: round + 1, previousAgentId: null });
        await queueSearch(jobs, unit, ticketId);
      });
    },
  };
}

/** Whoever stands in another place than the desk was told, is told the new one. */
export function createQueueMovedHandler({ record }: AssignmentDeps): JobHandler {
  return {
    run: () =>
      Promise.resolve(async (unit: Unit) => {
        const first = await readQueue(unit, SHOWN_PLACES);
        const places = new Map(first.map(({ ticketId }, index) => [ticketId, index + 1]));
        const told = { shownPlace: Not(IsNull()) };
        const concerned = [{ ticketId: In([...places.keys()]) }, told];
        for (const waiting of await unit.find(WaitingTicketSchema, { where: concerned, order: { id: 'ASC' } })) {
          const place = places.get(waiting.ticketId) ?? null;
          if (place !== waiting.shownPlace) await tellPlace(record, unit, waiting, place);
        }
      }),
  };
}

async function tellPlace(
  record: Reaction,
  unit: Unit,
  { id: waitId, ticketId }: WaitingTicket,
  shownPlace: number | null,
): Promise<void> {
  await unit.update(WaitingTicketSchema, { id: waitId }, { shownPlace });
  const ticket = await findTicket(unit, ticketId);
  if (ticket) await record(unit, { kind: 'waiting-changed', ticket, waitId, now: 'moved' });
}
