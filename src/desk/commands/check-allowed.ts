import { findAgentByAccount } from '../../assignment/agents/find-agent.ts';
import type { PersonRef } from '../../chat/address.ts';
import type { CommandGiven } from '../../chat/inbound-event.ts';
import { isDeskAdmin } from '../../directory/desk-admins.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { refuse } from '../../errors.ts';
import { askStanding, orRefuse, type Allowed } from './order.ts';

const NOTHING_CHANGED = 'Nothing was changed.';
const ONLY_HOME = `Only people of the workspace that runs Switchboard can do this. ${NOTHING_CHANGED}`;
const onlyAdmins = (sign: string): string =>
  `Only admins of this workspace, and whom they named with \`${sign}desk admin\`, can do this. ${NOTHING_CHANGED}`;
const ONLY_OWNERS = `Only admins of this workspace itself can do this. ${NOTHING_CHANGED}`;
const onlyAgents = (sign: string): string =>
  `Only agents and admins can do this. An admin adds an agent with \`${sign}desk agent\`. ${NOTHING_CHANGED}`;

/**
 * Who may give an order. Where a person belongs is the platform's own word, asked anew each time: neither what came with
 * the order nor what was true yesterday counts.
 * @throws AppError that tells them
 */
export async function checkAllowed(deps: DeskDeps, event: CommandGiven, allowed: Allowed, sign: string): Promise<void> {
  if (allowed === 'anyone') return;
  if (allowed === 'agents' && (await deps.storage.read((reader) => findAgentByAccount(reader, event)))) return;
  if (await isAdmin(deps, event, allowed === 'owners')) return;
  throw refuse(allowed === 'agents' ? onlyAgents(sign) : allowed === 'owners' ? ONLY_OWNERS : onlyAdmins(sign));
}

/** @throws AppError for whoever is not at home here, whatever else they are */
async function isAdmin(deps: DeskDeps, event: CommandGiven, byStandingAlone: boolean): Promise<boolean> {
  const standing = await orRefuse(askStanding(deps, event, event.channelId));
  if (standing === 'admin') return true;
  if (standing !== 'member') throw refuse(ONLY_HOME);
  return !byStandingAlone && deps.storage.read((reader) => isDeskAdmin(reader, event));
}

/** Whether somebody may set things up. */
export async function mayConfigure(deps: DeskDeps, person: PersonRef): Promise<boolean> {
  const standing = await askStanding(deps, person);
  if (standing === 'admin') return true;
  return standing === 'member' && deps.storage.read((reader) => isDeskAdmin(reader, person));
}
