import { linkAccount } from '../../assignment/agents/link-account.ts';
import { addAgent, changeAgent } from '../../assignment/agents/change-agent.ts';
import { findAgentByAccount, findAgentByEmail } from '../../assignment/agents/find-agent.ts';
import { accountOfAgent, type Agent } from '../../assignment/agents/agent.ts';
import { isolate } from '../../chat/rich-text/isolate.ts';
import type { Unit } from '../../storage/unit.ts';
import { writeAudit } from '../../tickets/audit.ts';
import { TICKET_CATEGORIES, type TicketCategory } from '../../tickets/ticket.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { labelOf } from '../ticket-words.ts';
import { emailOf, findAtHome, type AtHome } from './at-home.ts';
import { refuse } from '../../errors.ts';
import { onceFor, pickPerson, type Order, type Subcommand } from './order.ts';
import type { Word } from './read-words.ts';

export const agent: Subcommand = {
  allowed: 'admins',
  usages: ['desk agent @ada accounting, technical_issue'],
  does: 'makes somebody an agent, and says what they know best',
  run: async (deps, order) => {
    const [who, ...rest] = order.words;
    if (who?.kind !== 'person') throw refuse(pickPerson(order, 'desk agent @ada accounting'));
    const specialties = readSpecialties(rest);
    const person = await findAtHome(deps, order, who.userId);
    return onceFor(deps, order, (unit) => hire(deps, unit, order, person, specialties));
  },
};

/** Also in the words that people see: `Technical issue`. None: they stay as they are. */
function readSpecialties(words: readonly Word[]): TicketCategory[] {
  const said = words.map((word) => (word.kind === 'word' ? word.text : '@')).join(' ');
  const found = new Set<TicketCategory>();
  let rest = said.toLowerCase().replace(/[\s_-]+/g, ' ');
  for (const category of TICKET_CATEGORIES) {
    const name = new RegExp(`(?<![\\p{L}\\p{N}])${category.replaceAll('_', ' ')}s?(?![\\p{L}\\p{N}])`, 'gu');
    if (name.test(rest)) found.add(category);
    rest = rest.replace(name, ' ');
  }
  const unknown = rest.split(/[,;&\s]+/).find((word) => word !== '' && word !== 'and');
  if (unknown !== undefined) {
    throw refuse(`“${isolate(unknown)}” is no category. There are: ${TICKET_CATEGORIES.join(', ')}.`);
  }
  return [...found];
}

async function hire(
  deps: DeskDeps,
  unit: Unit,
  order: Order,
  person: AtHome,
  specialties: readonly TicketCategory[],
): Promise<string> {
  const known = (await findAgentByAccount(unit, person)) ?? (await findByEmail(unit, person));
  if (known) return change(deps, unit, order, known, person, specialties);
  const { platform, workspaceId, userId, name } = person;
  const account = { platform, workspaceId, userId };
  const hired = { ...account, name, email: emailOf(person), specialties, isAvailable: true, capacity: null };
  const { id: agentId } = await addAgent(deps.assignment, unit, hired);
  await writeAudit(deps.clock, unit, null, order.by, 'agent-added', { agentId, userId, specialties });
  return `${isolate(name)} is an agent now${knowing(specialties)}, and is asked when a ticket fits.`;
}

/** Somebody may be an agent already who had no account to be written to. */
async function findByEmail(unit: Unit, person: AtHome): Promise<Agent | null> {
  const agent = await findAgentByEmail(unit, emailOf(person));
  if (agent && accountOfAgent(agent)) {
    throw refuse(`There is an agent with this person’s e-mail and another account: ${isolate(agent.name)}.`);
  }
  return agent;
}

async function change(
  deps: DeskDeps,
  unit: Unit,
  order: Order,
  known: Agent,
  { platform, workspaceId, userId }: AtHome,
  wanted: readonly TicketCategory[],
): Promise<string> {
  const specialties = wanted.length > 0 ? wanted : known.specialties;
  if (!accountOfAgent(known)) await linkAccount(unit, known.id, { platform, workspaceId, userId });
  await changeAgent(deps.assignment, unit, known.id, { specialties });
  const details = { agentId: known.id, userId, specialties: { from: known.specialties, to: specialties } };
  await writeAudit(deps.clock, unit, null, order.by, 'agent-changed', details);
  return `${isolate(known.name)} is an agent${knowing(specialties)}.`;
}

const knowing = (specialties: readonly string[]): string =>
  specialties.length === 0
    ? ''
    : `, who knows best: ${specialties.map((name) => labelOf(name as TicketCategory)).join(', ')}`;
