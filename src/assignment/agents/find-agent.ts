import { In } from 'typeorm';
import type { PersonRef } from '../../chat/address.ts';
import type { Reader } from '../../storage/unit.ts';
import { AgentSchema } from './agent.schema.ts';
import { accountOfAgent, type Agent } from './agent.ts';

export const findAgent = (reader: Reader, id: number): Promise<Agent | null> =>
  reader.findOne(AgentSchema, { where: { id } });

/** The agent with this account. Ids of people are unique on a platform, whichever workspace an event came through. */
export const findAgentByAccount = (
  reader: Reader,
  { platform, userId }: Pick<PersonRef, 'platform' | 'userId'>,
): Promise<Agent | null> => reader.findOne(AgentSchema, { where: { platform, userId } });

/** The agent whom a member is: the two have the same address. */
export const findAgentByEmail = (reader: Reader, email: string): Promise<Agent | null> =>
  reader.findOne(AgentSchema, { where: { email } });

export const nameOfAgent = async (reader: Reader, id: number): Promise<string | null> =>
  (await findAgent(reader, id))?.name ?? null;

/** Where an agent is written to; null for one who has no account anywhere. */
export async function homeOfAgent(reader: Reader, id: number): Promise<PersonRef | null> {
  const agent = await findAgent(reader, id);
  return agent && accountOfAgent(agent);
}

export async function namesOfAgents(reader: Reader, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const agents = await reader.find(AgentSchema, { where: { id: In([...ids]) } });
  return new Map(agents.map(({ id, name }) => [id, name]));
}

/** What an agent has in hand. */
export interface Load {
  readonly openTickets: number;
  /** What they are asked to take and have not answered yet. */
  readonly openOffers: number;
}

export const NO_LOAD: Load = { openTickets: 0, openOffers: 0 };

/**
 * What each agent has in hand, counted from the tickets and the offers; who has nothing is not in it. One statement, so
 * that an offer which is accepted meanwhile is counted as one or the other.
 */
export async function countLoads(reader: Reader): Promise<ReadonlyMap<number, Load>> {
  const rows = await reader.query<{ agentId: number; tickets: number; offers: number }>(
    `SELECT agentId, SUM(tickets) AS tickets, SUM(offers) AS offers FROM (
       SELECT assignedTo AS agentId, COUNT(*) AS tickets, 0 AS offers FROM ticket
       WHERE assignedTo IS NOT NULL AND status NOT IN ('resolved', 'closed') GROUP BY assignedTo
       UNION ALL
       SELECT agentId, 0 AS tickets, COUNT(*) AS offers FROM offer WHERE state = 'offered' GROUP BY agentId
     ) AS loads GROUP BY agentId`,
  );
  // MySQL gives a sum as text.
  const load = (row: { tickets: unknown; offers: unknown }): Load => ({
    openTickets: Number(row.tickets),
    openOffers: Number(row.offers),
  });
  return new Map(rows.map((row) => [row.agentId, load(row)]));
}
