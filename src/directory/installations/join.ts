import type { Joined, NewlyInstalled } from '../../chat/installations.ts';
import type { Clock } from '../../clock.ts';
import { conflict, forbidden } from '../../errors.ts';
import type { Unit } from '../../storage/unit.ts';
import { MerchantSchema } from '../merchant.schema.ts';
import { findInstallation } from './find-guest.ts';
import type { InstallLink } from './install-link.schema.ts';
import { InstallationSchema, type Installation } from './installation.schema.ts';
import { takeLinkOfState } from './make-install-link.ts';
import { sealToken } from './sealed-token.ts';
import type { Seals } from './seals.ts';

const NAME_LENGTH = 200;

export interface JoinDeps {
  readonly clock: Clock;
  readonly seals: Seals | undefined;
}

/** Lets a workspace in, or in again, by the link with which this state began. @throws AppError when it may not */
export async function join(deps: JoinDeps, unit: Unit, state: string, installed: NewlyInstalled): Promise<Joined> {
  const link = await takeLinkOfState(deps.clock, unit, installed.platform, state);
  await letIn(deps, unit, link, installed);
  return { merchant: await nameOfMerchant(unit, link) };
}

/** Lets a workspace in, or in again, by a link that is used up for it. @throws AppError when it may not */
export async function letIn(deps: JoinDeps, unit: Unit, link: InstallLink, installed: NewlyInstalled): Promise<void> {
  const { platform, workspaceId } = installed;
  const known = await findInstallation(unit, installed);
  if (known) checkIsSame(known, link);
  const news = {
    name: installed.name.slice(0, NAME_LENGTH),
    sealedToken: sealToken(deps.seals, installed.token, installed),
    installedAt: deps.clock.now(),
    endedAt: null,
  };
  if (known) await unit.update(InstallationSchema, { id: known.id }, { ...news, serial: known.serial + 1 });
  else await add(unit, { platform, workspaceId, ...news }, link);
}

/** What was said in a workspace stays with whom it was said to. */
function checkIsSame({ homeOf, merchantId }: Installation, link: InstallLink): void {
  if (merchantId === link.merchantId) return;
  if (homeOf !== null) throw forbidden('This workspace runs Switchboard, and cannot be a guest of its own.');
  throw forbidden('This workspace is connected as another organisation’s, and stays it. Nothing was changed.');
}

type Added = Omit<Installation, 'id' | 'homeOf' | 'merchantId' | 'serial'>;

async function add(unit: Unit, row: Added, { merchantId, platform }: InstallLink): Promise<void> {
  const homeOf = merchantId === null ? platform : null;
  const id = await unit.insertOnce(InstallationSchema, { ...row, homeOf, merchantId, serial: 1 });
  if (id !== null) return;
  throw conflict(
    homeOf === null
      ? 'This workspace was connected by somebody else at this moment. Try again.'
      : 'Another workspace is home already. Nothing was changed.',
  );
}

async function nameOfMerchant(unit: Unit, { merchantId }: InstallLink): Promise<string | null> {
  const merchant = merchantId === null ? null : await unit.findOne(MerchantSchema, { where: { id: merchantId } });
  return merchant?.name ?? null;
}
