import { Not, In, type FindOptionsWhere } from 'typeorm';
import type { PersonRef } from '../chat/address.ts';
import type { Reader } from '../storage/unit.ts';
import { TicketSchema } from '../tickets/ticket.schema.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { AgentSchema } from './agent.schema.ts';
import type { Agent } from './agent.ts';

export const findAgent = (reader: Reader, id: number): Promise<Agent | null> =>
  reader.findOne(AgentSchema, { where: { id } });

/** The agent with this account. Ids of people are unique on a platform, whichever workspace an event came through. */
export const findAgentByAccount = (
  reader: Reader,
  { platform, userId }: Pick<PersonRef, 'platform' | 'userId'>,
): Promise<Agent | null> => reader.findOne(AgentSchema, { where: { platform, userId } });

export const nameOfAgent = async (reader: Reader, id: number): Promise<string | null> =>
  (await findAgent(reader, id))?.name ?? null;

/** How many open tickets each agent has, counted from the tickets. */
export async function countOpenTickets(reader: Reader): Promise<ReadonlyMap<number, number>> {
  const rows = await reader.query<{ agentId: number; tickets: number }>(
    `SELECT assignedTo AS agentId, COUNT(*) AS tickets FROM ticket
     WHERE assignedTo IS NOT NULL AND status NOT IN ('resolved', 'closed') GROUP BY assignedTo`,
  );
  return new Map(rows.map(({ agentId, tickets }) => [agentId, tickets]));
}

/** Open tickets that meet a condition, oldest first. */
export const findOpenTickets = (reader: Reader, where: FindOptionsWhere<Ticket>): Promise<Ticket[]> =>
  reader.find(TicketSchema, { where: { status: Not(In(['resolved', 'closed'])), ...where }, order: { id: 'ASC' } });
