import type { Caller } from '../directory/access.ts';
import { invalid } from '../errors.ts';
import type { Reader, Unit } from '../storage/unit.ts';
import { actorFor } from './audit.ts';
import { changeTicket, takeUp } from './change-ticket.ts';
import { lockOwnTicket } from './find-ticket.ts';
import type { TicketDeps } from './ticket-events.ts';
import type { Ticket } from './ticket.ts';

export interface ByHandDeps extends TicketDeps {
  /** Agents live in a room below. */
  readonly agentExists: (reader: Reader, id: number) => Promise<boolean>;
}

type Change = Partial<Pick<Ticket, 'status' | 'priority' | 'category' | 'assignedTo'>>;

const BY_HAND = { manual: true };

/** What somebody with a key decides overrides what the product would do. */
export async function changeByHand(
  deps: ByHandDeps,
  unit: Unit,
  ticketId: number,
  { assignedTo, ...change }: Change,
  caller: Caller,
): Promise<Ticket> {
  const ticket = await lockOwnTicket(unit, caller.scope, ticketId);
  if (typeof assignedTo === 'number' && !(await deps.agentExists(unit, assignedTo))) {
    throw invalid(`assignedTo ${assignedTo} is not known: give the id of a support agent, or null.`);
  }
  const by = actorFor(caller);
  const changed = await changeTicket(deps, unit, ticket, change, by, BY_HAND);
  if (assignedTo === undefined) return changed;
  // After all else: whoever is given a reopened ticket by hand keeps it, wherever its last agent is.
  const given = assignedTo === null ? { assignedTo } : takeUp(changed, assignedTo);
  return changeTicket(deps, unit, changed, given, by, BY_HAND);
}
