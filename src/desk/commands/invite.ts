import { isolate } from '../../chat/rich-text/isolate.ts';
import { makeInstallLink } from '../../directory/installations/make-install-link.ts';
import { refuse } from '../../errors.ts';
import type { Unit } from '../../storage/unit.ts';
import { writeAudit } from '../../tickets/audit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { findOrAdd, readName } from './merchant.ts';
import { onceFor, type Order, type Subcommand } from './order.ts';

const notSetUp = (needs = 'another platform'): string =>
  `Other workspaces cannot join yet: whoever runs Switchboard sets ${needs} for that.`;

export const invite: Subcommand = {
  allowed: 'admins',
  usages: ['desk invite Acme'],
  does: 'gives you a link by which Acme’s own workspace joins, once',
  isSecret: true,
  run: (deps, order) => {
    const { name, isNew } = readName(order);
    const platform = deps.platforms.get(order.event.platform);
    const path = platform?.installPath;
    if (!path) throw refuse(notSetUp(platform?.abilities.joiningNeeds));
    const note = platform.installNote;
    return onceFor(deps, order, (unit) => makeLink(deps, unit, order, { name, isNew, path, note }));
  },
};

interface Wanted {
  readonly name: string;
  readonly isNew: boolean;
  readonly path: (link: string) => string;
  readonly note: string | undefined;
}

async function makeLink(
  deps: DeskDeps,
  unit: Unit,
  order: Order,
  { name, isNew, path, note }: Wanted,
): Promise<string> {
  const { clock, publicUrl } = deps;
  const { platform } = order.event;
  const merchant = await findOrAdd(deps, unit, order, name, isNew);
  const { token } = await makeInstallLink(clock, unit, platform, merchant.id);
  await writeAudit(clock, unit, null, order.by, 'install-link-made', { platform, merchantId: merchant.id });
  return (
    `Send this to ${isolate(merchant.name)}. It works once, within seven days, and whatever their workspace connects ` +
    `is ${isolate(merchant.name)}’s alone: ${publicUrl}${path(token)}${note === undefined ? '' : `\n${note}`}`
  );
}
