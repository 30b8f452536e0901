import { expect } from '@jest/globals';

/** Asks the database with one statement, and so sees one moment of it, whatever else goes on. */
export type Ask = <Row>(sql: string) => Promise<Row[]>;

const OPEN = "status NOT IN ('resolved', 'closed')";

/** What an agent has in hand, offers included. */
const LOAD = `(SELECT COUNT(*) FROM ticket AS held WHERE held.assignedTo = agent.id AND held.${OPEN})
  + (SELECT COUNT(*) FROM offer AS asked WHERE asked.agentId = agent.id AND asked.state = 'offered')`;

const OPEN_OFFER = `SELECT 1 FROM offer WHERE offer.ticketId = waiting_ticket.ticketId AND offer.state = 'offered'`;

/** What must never be, at any moment: each statement finds what breaks the promise. */
const NEVER: Readonly<Record<string, string>> = {
  'two open offers of a ticket': `SELECT ticketId FROM offer WHERE state = 'offered' GROUP BY ticketId HAVING COUNT(*) > 1`,
  'an open offer to an agent who is away': `SELECT offer.id, agentId FROM offer JOIN agent ON agent.id = agentId
     WHERE state = 'offered' AND NOT isAvailable`,
  'an agent asked twice in a round': `SELECT ticketId, round, agentId FROM offer
     GROUP BY ticketId, round, agentId HAVING COUNT(*) > 1`,
  'an open offer of a ticket that is over, or that somebody has': `SELECT offer.id, ticketId FROM offer
     JOIN ticket ON ticket.id = ticketId WHERE state = 'offered' AND (assignedTo IS NOT NULL OR NOT ticket.${OPEN})`,
  'an open offer of a ticket in the queue': `SELECT ticketId FROM waiting_ticket
     WHERE queuedAt IS NOT NULL AND EXISTS (${OPEN_OFFER})`,
  'an open ticket that nobody has and that does not wait': `SELECT id FROM ticket WHERE ${OPEN} AND assignedTo IS NULL
     AND NOT EXISTS (SELECT 1 FROM waiting_ticket WHERE ticketId = ticket.id)`,
  'a ticket that waits although somebody has it, or it is over': `SELECT ticketId FROM waiting_ticket
     JOIN ticket ON ticket.id = ticketId WHERE assignedTo IS NOT NULL OR NOT ticket.${OPEN}`,
  'an open offer that will not expire': `SELECT id FROM offer WHERE state = 'offered' AND NOT EXISTS
     (SELECT 1 FROM job WHERE lane = CONCAT('expire-offer:', offer.id) AND job.state = 'ready')`,
  'an offer without its card': `SELECT id FROM offer WHERE state = 'offered' AND NOT EXISTS
     (SELECT 1 FROM delivery WHERE deliveryKey = CONCAT('offer-card:', offer.id))`,
  'an open ticket of somebody who has not accepted it': `SELECT id, assignedTo FROM ticket
     WHERE ${OPEN} AND assignedTo IS NOT NULL AND NOT EXISTS (SELECT 1 FROM offer
     WHERE offer.ticketId = ticket.id AND offer.agentId = ticket.assignedTo AND offer.state = 'accepted')`,
  'an answer that the audit trail tells otherwise': `SELECT ticketId, action, COUNT(*) AS told FROM audit
     WHERE action IN ('passed', 'expired') GROUP BY ticketId, action
     HAVING COUNT(*) <> (SELECT COUNT(*) FROM offer WHERE offer.ticketId = audit.ticketId AND offer.state = audit.action)`,
  'a job that is dead': `SELECT id, kind, lastError FROM job WHERE state = 'dead'`,
};

/** What must not be once every job has run; timers may still wait for their time. */
const AT_REST: Readonly<Record<string, string>> = {
  'a ticket that is neither offered nor queued': `SELECT ticketId FROM waiting_ticket
     WHERE queuedAt IS NULL AND NOT EXISTS (${OPEN_OFFER})`,
  'a ticket in the queue that nobody will be asked for again': `SELECT ticketId, round FROM waiting_ticket
     WHERE queuedAt IS NOT NULL AND NOT EXISTS
     (SELECT 1 FROM job WHERE lane LIKE CONCAT('new-round:', waiting_ticket.id, ':', round, ':%') AND job.state = 'ready')`,
};

/**
 * Tickets in the queue, each with an agent who could take it: there, not full, and without a say in this round
 * since they came.
 * @param capacity whose agents have no number of their own */
const forgotten = (capacity: number | null): string =>
  `SELECT waiting_ticket.ticketId, agent.id AS agentId FROM waiting_ticket
   JOIN ticket ON ticket.id = waiting_ticket.ticketId CROSS JOIN agent
   WHERE queuedAt IS NOT NULL AND isAvailable
   AND (priority = 'urgent' OR COALESCE(capacity, ${capacity ?? 'NULL'}) IS NULL
     OR COALESCE(capacity, ${capacity ?? 'NULL'}) > ${LOAD})
   AND NOT EXISTS (SELECT 1 FROM offer WHERE offer.ticketId = waiting_ticket.ticketId
     AND offer.round = waiting_ticket.round AND offer.agentId = agent.id
     AND offer.state <> 'withdrawn' AND (availableSince IS NULL OR offer.settledAt >= availableSince))`;

/** Expects what holds at every moment. */
export const expectPromises = (ask: Ask): Promise<void> => expectNone(ask, NEVER);

/**
 * Expects what holds when every job has run: no ticket is forgotten.
 * @param capacity what the rules say of agents who have no number of their own
 */
export const expectNoneForgotten = (ask: Ask, capacity: number | null = null): Promise<void> =>
  expectNone(ask, { ...NEVER, ...AT_REST, 'a ticket in the queue that an agent could take': forgotten(capacity) });

async function expectNone(ask: Ask, statements: Readonly<Record<string, string>>): Promise<void> {
  const found: Record<string, unknown[]> = {};
  for (const [what, sql] of Object.entries(statements)) {
    const rows = await ask(sql);
    if (rows.length > 0) found[what] = rows;
  }
  expect(found).toEqual({});
}
