import type { Person, PersonRef, Standing } from '../../chat/address.ts';
import { inTime } from '../../in-time.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { refuse } from '../../errors.ts';
import { askStanding } from './order.ts';

/** Somebody of the home workspace, as the platform knows them now. */
export interface AtHome extends Person {
  readonly standing: Exclude<Standing, 'stranger'>;
}

const ASK_WITHIN_MS = 1_000;

/** @throws AppError for whoever is not at home: what is set up for them would show everybody's tickets to another company */
export async function findAtHome(deps: DeskDeps, account: PersonRef): Promise<AtHome> {
  const [standing, person] = await Promise.all([
    askStanding(deps, account),
    inTime(ASK_WITHIN_MS, deps.platforms.get(account.platform)?.findPerson(account) ?? Promise.resolve(null)),
  ]);
  if (standing === 'stranger' || !person) throw refuse('This is no person of this workspace. Nothing was changed.');
  return { ...person, standing };
}

const EMAIL_LENGTH = 190;

/** Whoever has no address that we may know gets one that reaches nobody (rfc-editor.org/rfc/rfc2606, `.invalid`). */
export const emailOf = ({ email, platform, userId }: Person): string =>
  email !== undefined && email.length <= EMAIL_LENGTH ? email : `${userId}@${platform}.invalid`.toLowerCase();
