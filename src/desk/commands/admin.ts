import { nameDeskAdmin, removeDeskAdmin } from '../../directory/desk-admins.ts';
import { isolate } from '../../chat/rich-text/isolate.ts';
import { writeAudit } from '../../tickets/audit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { findAtHome } from './at-home.ts';
import { refuse } from '../../errors.ts';
import { accountOf, onceFor, pickPerson, type Order, type Subcommand } from './order.ts';
import { plainWord } from './read-words.ts';

export const admin: Subcommand = {
  allowed: 'owners',
  usages: ['desk admin @bo', 'desk admin remove @bo'],
  does: 'lets somebody else of this workspace set things up, or no more',
  run: (deps, order) => {
    const removes = plainWord(order.words[0]) === 'remove';
    const who = order.words[removes ? 1 : 0];
    if (who?.kind !== 'person') throw refuse(pickPerson(order, 'desk admin @bo', 'desk admin remove @bo'));
    return removes ? remove(deps, order, who.userId) : name(deps, order, who.userId);
  },
};

async function name(deps: DeskDeps, order: Order, userId: string): Promise<string> {
  const person = await findAtHome(deps, order, userId);
  if (person.standing === 'guest') throw refuse('Guests cannot set things up. Nothing was changed.');
  return onceFor(deps, order, async (unit) => {
    const isNew = await nameDeskAdmin(deps.clock, unit, person, order.by.id);
    if (isNew) await writeAudit(deps.clock, unit, null, order.by, 'admin-named', { userId });
    return `${isolate(person.name)} may set things up now, with \`${order.sign}desk\`.`;
  });
}

/** Whoever has left can be removed, too: nothing is asked about them. */
const remove = (deps: DeskDeps, order: Order, userId: string): Promise<string> =>
  onceFor(deps, order, async (unit) => {
    const wasOne = await removeDeskAdmin(unit, accountOf(order, userId));
    if (!wasOne) return 'They were not named. Admins of the workspace itself stay admins here.';
    await writeAudit(deps.clock, unit, null, order.by, 'admin-removed', { userId });
    return 'Done: they may set nothing up any more, unless they are an admin of the workspace.';
  });
