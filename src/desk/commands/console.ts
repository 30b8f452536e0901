import { addMember } from '../../directory/add-member.ts';
import { isDeskAdmin } from '../../directory/desk-admins.ts';
import { MemberSchema, type Member } from '../../directory/member.schema.ts';
import { makeLoginLink } from '../../directory/sign-in/sign-in.ts';
import type { Unit } from '../../storage/unit.ts';
import { writeAudit } from '../../tickets/audit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { emailOf, findAtHome, type AtHome } from './at-home.ts';
import { refuse } from '../../errors.ts';
import { onceFor, type Order, type Subcommand } from './order.ts';

const LEADS_TO = '/tickets';

export const consoleLink: Subcommand = {
  allowed: 'agents',
  usages: ['desk console'],
  does: 'gives you a link that signs you in to the browser, once',
  isSecret: true,
  run: async (deps, order) => {
    const person = await findAtHome(deps, order, order.event.userId);
    return onceFor(deps, order, async (unit) => {
      const { id: memberId } = await memberFor(deps, unit, order, person);
      const { token } = await makeLoginLink(deps.clock, unit, memberId, LEADS_TO);
      await writeAudit(deps.clock, unit, null, order.by, 'link-made', { memberId, leadsTo: LEADS_TO });
      return `Only for you, once, within ten minutes: ${deps.publicUrl}/login/${token}`;
    });
  },
};

/** What they may do in the browser is what they may do here: it grows with their standing, and never outlives it. */
async function memberFor(deps: DeskDeps, unit: Unit, { by }: Order, person: AtHome): Promise<Member> {
  const isAdmin = person.standing === 'admin' || (person.standing === 'member' && (await isDeskAdmin(unit, person)));
  const role = isAdmin ? 'admin' : 'agent';
  const email = emailOf(person);
  const known = await unit.findOne(MemberSchema, { where: { email } });
  if (known?.role === role) return known;
  if (known && (known.role === 'merchant' || !isAdmin)) {
    throw refuse(`Somebody with your e-mail is ${known.role} in the browser. Ask an admin for a link.`);
  }
  if (known) {
    await unit.update(MemberSchema, { id: known.id }, { role });
    const details = { memberId: known.id, role: { from: known.role, to: role } };
    await writeAudit(deps.clock, unit, null, by, 'member-changed', details);
    return { ...known, role };
  }
  const member = await addMember(deps.clock, unit, { name: person.name, email, role, merchantId: null });
  await writeAudit(deps.clock, unit, null, by, 'member-added', { memberId: member.id, name: member.name, role });
  return member;
}
