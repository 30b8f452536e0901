import { IsNull, LessThan, MoreThan } from 'typeorm';
import type { PlatformName } from '../../chat/address.ts';
import type { Clock } from '../../clock.ts';
import { AppError } from '../../errors.ts';
import type { Reader, Unit } from '../../storage/unit.ts';
import { hashToken, makeToken } from '../sign-in/token.ts';
import { InstallLinkSchema, InstallStateSchema, type InstallLink } from './install-link.schema.ts';

/** In another company somebody may have to allow the app first. */
const LINK_MS = 7 * 24 * 60 * 60 * 1000;
const STATE_MS = 10 * 60 * 1000;

const LINK_IS_OVER =
  'This link was used before, or is older than seven days. Ask those who sent it for a new one: nothing else is lost.';
const STATE_IS_OVER =
  'This took longer than ten minutes, or was done before. Open the link once more and try again: nothing was changed.';

/**
 * @param merchantId whose guest the workspace becomes; null: it becomes home
 * @returns the token that stands in the link's address, known to nobody else from here on
 */
export async function makeInstallLink(
  clock: Clock,
  unit: Unit,
  platform: PlatformName,
  merchantId: number | null,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const token = makeToken();
  const expiresAt = new Date(clock.now().getTime() + LINK_MS);
  await unit.insert(InstallLinkSchema, { tokenHash: hashToken(token), platform, merchantId, expiresAt, usedAt: null });
  return { token, expiresAt };
}

/** Looking does not use a link up: mail scanners and link previews look, too. @throws AppError 410 */
export async function makeState(clock: Clock, unit: Unit, platform: PlatformName, link: string): Promise<string> {
  const now = clock.now();
  const linkHash = hashToken(link);
  if (!(await findOpenLink(unit, platform, linkHash, now))) throw new AppError(410, 'gone', LINK_IS_OVER);
  const state = makeToken();
  const expiresAt = new Date(now.getTime() + STATE_MS);
  await unit.insert(InstallStateSchema, { stateHash: hashToken(state), linkHash, expiresAt, usedAt: null });
  return state;
}

const findOpenLink = (reader: Reader, platform: PlatformName, tokenHash: string, now: Date) =>
  reader.findOne(InstallLinkSchema, {
    where: { tokenHash, platform, usedAt: IsNull(), expiresAt: MoreThan(now) },
  });

/** @throws AppError 410 for one that was taken before, is over, or never was */
export async function takeState(clock: Clock, unit: Unit, state: string): Promise<void> {
  const now = clock.now();
  const where = { stateHash: hashToken(state), usedAt: IsNull(), expiresAt: MoreThan(now) };
  if ((await unit.update(InstallStateSchema, where, { usedAt: now })) === 0) {
    throw new AppError(410, 'gone', STATE_IS_OVER);
  }
}

/** Whether a link can still be used. */
export const isLinkOpen = async (
  reader: Reader,
  clock: Clock,
  platform: PlatformName,
  link: string,
): Promise<boolean> => (await findOpenLink(reader, platform, hashToken(link), clock.now())) !== null;

/** Uses up the link with which this state began. @throws AppError 410 when somebody else was faster */
export async function takeLinkOfState(clock: Clock, unit: Unit, platform: PlatformName, state: string) {
  const begun = await unit.findOne(InstallStateSchema, { where: { stateHash: hashToken(state) } });
  return useUp(clock, unit, platform, begun?.linkHash ?? '');
}

/** Uses a link up. @param link what stands in its address @throws AppError 410 as `takeLinkOfState` */
export const takeLink = (clock: Clock, unit: Unit, platform: PlatformName, link: string): Promise<InstallLink> =>
  useUp(clock, unit, platform, hashToken(link));

async function useUp(clock: Clock, unit: Unit, platform: PlatformName, linkHash: string): Promise<InstallLink> {
  const now = clock.now();
  const link = await findOpenLink(unit, platform, linkHash, now);
  const where = { tokenHash: link?.tokenHash ?? '', usedAt: IsNull() };
  if (!link || (await unit.update(InstallLinkSchema, where, { usedAt: now })) === 0) {
    throw new AppError(410, 'gone', LINK_IS_OVER);
  }
  return link;
}

/** Deletes what is over: nobody can do anything with it. */
export async function pruneInstallLinks(clock: Clock, unit: Unit): Promise<void> {
  const over = { expiresAt: LessThan(clock.now()) };
  await unit.remove(InstallStateSchema, over);
  await unit.remove(InstallLinkSchema, over);
}
