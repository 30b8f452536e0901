import { conflict, notFound } from '../../errors.ts';
import type { Unit } from '../../storage/unit.ts';
import { AgentSchema } from './agent.schema.ts';
import type { Agent } from './agent.ts';
import type { AssignmentDeps } from '../assignment-deps.ts';
import { queueOfferWaiting } from '../queue-jobs.ts';

export async function addAgent(
  { jobs, clock }: AssignmentDeps,
  unit: Unit,
  agent: Omit<Agent, 'id' | 'availableSince' | 'lastAssignedAt' | 'createdAt'>,
): Promise<Agent> {
  const row = { ...agent, availableSince: null, lastAssignedAt: null, createdAt: clock.now() };
  const agentId = await unit.insertOnce(AgentSchema, row);
  if (agentId === null) throw conflict('A support agent with this email or this account exists already.');
  if (row.isAvailable) await queueOfferWaiting(jobs, unit, agentId);
  return { id: agentId, ...row };
}

export type AgentChange = Partial<Pick<Agent, 'name' | 'specialties' | 'capacity'>>;

/** What they have stays theirs, whatever their capacity becomes; with more of it they take up what waits. */
export async function changeAgent(
  { jobs }: AssignmentDeps,
  unit: Unit,
  agentId: number,
  change: AgentChange,
): Promise<Agent> {
  const agent = await unit.lock(AgentSchema, { id: agentId });
  if (!agent) throw notFound('support agent');
  if (Object.keys(change).length > 0) await unit.update(AgentSchema, { id: agentId }, change);
  if (change.capacity !== undefined) await queueOfferWaiting(jobs, unit, agentId);
  return { ...agent, ...change };
}
