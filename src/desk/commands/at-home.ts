import type { Person, Standing } from '../../chat/address.ts';
import { inTime } from '../../in-time.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { refuse } from '../../errors.ts';
import { askStanding, orRefuse, type Order } from './order.ts';

/** Somebody of the home workspace, as the platform knows them now. */
export interface AtHome extends Person {
  readonly standing: Exclude<Standing, 'stranger'>;
}

const ASK_WITHIN_MS = 1_000;

/** @throws AppError for whoever is not at home: what is set up for them would show everybody's tickets to another company */
export async function findAtHome(deps: DeskDeps, { event }: Order, userId: string): Promise<AtHome> {
  const { platform, workspaceId, channelId } = event;
  const account = { platform, workspaceId, userId };
  const name = deps.platforms.get(platform)?.findPerson(account, channelId) ?? Promise.resolve(null);
  const asked = Promise.all([askStanding(deps, account, channelId), inTime(ASK_WITHIN_MS, name)]);
  const [standing, person] = await orRefuse(asked);
  if (standing === 'stranger' || !person) throw refuse('This is no person of this workspace. Nothing was changed.');
  return { ...person, standing };
}

const EMAIL_LENGTH = 190;

/** Whoever has no address that we may know gets one that reaches nobody (rfc-editor.org/rfc/rfc2606, `.invalid`). */
export const emailOf = ({ email, platform, userId }: Person): string =>
  email !== undefined && email.length <= EMAIL_LENGTH ? email : `${userId}@${platform}.invalid`.toLowerCase();
