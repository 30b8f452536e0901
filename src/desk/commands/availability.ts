import { findAgentByAccount } from '../../assignment/agents/find-agent.ts';
import { setAvailability } from '../../assignment/agents/set-availability.ts';
import type { PersonRef } from '../../chat/address.ts';
import type { Unit } from '../../storage/unit.ts';
import { writeAudit } from '../../tickets/audit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { refuse } from '../../errors.ts';
import { onceFor, type Order, type Subcommand } from './order.ts';

export const away: Subcommand = {
  allowed: 'agents',
  usages: ['desk away'],
  does: 'gives what you have to others, and asks you nothing more',
  run: (deps, order) => onceFor(deps, order, (unit) => setMine(deps, unit, order, false)),
};

export const back: Subcommand = {
  allowed: 'agents',
  usages: ['desk back'],
  does: 'asks you again',
  run: (deps, order) => onceFor(deps, order, (unit) => setMine(deps, unit, order, true)),
};

async function setMine(deps: DeskDeps, unit: Unit, { event, sign }: Order, isAvailable: boolean): Promise<string> {
  const isChanged = await changeMine(deps, unit, event, isAvailable);
  if (!isChanged) return isAvailable ? 'You are back already.' : 'You are away already.';
  return isAvailable
    ? 'Welcome back. You are asked again when a ticket fits.'
    : `You are away. Your open tickets are offered to others. When you return: \`${sign}desk back\``;
}

/**
 * An agent goes away or comes back by their own word.
 * @returns false when they are so already
 * @throws AppError for whoever is no agent
 */
export async function changeMine(
  { assignment, clock }: DeskDeps,
  unit: Unit,
  account: Pick<PersonRef, 'platform' | 'userId'>,
  isAvailable: boolean,
): Promise<boolean> {
  const agent = await findAgentByAccount(unit, account);
  if (!agent) throw refuse('You are no agent. To become one, ask an admin to add you.');
  if (agent.isAvailable === isAvailable) return false;
  const by = { kind: 'agent', id: String(agent.id), source: account.platform } as const;
  await setAvailability(assignment, unit, agent.id, isAvailable, by);
  await writeAudit(clock, unit, null, by, isAvailable ? 'agent-back' : 'agent-away', { agentId: agent.id });
  return true;
}
