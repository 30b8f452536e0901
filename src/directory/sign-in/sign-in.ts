import { In, IsNull, LessThan, MoreThan } from 'typeorm';
import type { Clock } from '../../clock.ts';
import { AppError, notFound } from '../../errors.ts';
import type { Reader, Unit } from '../../storage/unit.ts';
import { MemberSchema, type Member } from '../member.schema.ts';
import { LoginLinkSchema } from './login-link.schema.ts';
import { SessionSchema, type Session } from './session.schema.ts';
import { hashToken, makeToken } from './token.ts';

const LINK_MS = 10 * 60 * 1000;
export const SESSION_MS = 12 * 60 * 60 * 1000;

/** A member who is signed in. */
export interface SignedIn {
  readonly session: Session;
  readonly member: Member;
}

/** @returns the token that stands in the link's address, known to nobody else from here on */
export async function makeLoginLink(
  clock: Clock,
  unit: Unit,
  memberId: number,
  leadsTo: string,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  if (!(await unit.findOne(MemberSchema, { where: { id: memberId } }))) throw notFound('member');
  const token = makeToken();
  const expiresAt = new Date(clock.now().getTime() + LINK_MS);
  await unit.insert(LoginLinkSchema, { tokenHash: hashToken(token), memberId, leadsTo, expiresAt, usedAt: null });
  return { token, expiresAt };
}

/** Whom a link would sign in; null when it was used, is over, or never was. */
export async function findLoginLink(clock: Clock, reader: Reader, token: string): Promise<Member | null> {
  const where = { tokenHash: hashToken(token), usedAt: IsNull(), expiresAt: MoreThan(clock.now()) };
  const link = await reader.findOne(LoginLinkSchema, { where });
  return link && reader.findOne(MemberSchema, { where: { id: link.memberId } });
}

/** For whoever follows a link that signs nobody in. */
export const LINK_IS_OVER =
  'This link was used before, or is older than ten minutes. Ask for a new one: nothing else is lost.';

/**
 * Uses a link up. @returns the token for the session's cookie, and where the link leads
 * @throws AppError 410 when it was used before, or is over
 */
export async function openSession(
  clock: Clock,
  unit: Unit,
  linkToken: string,
): Promise<{ readonly token: string; readonly leadsTo: string }> {
  const now = clock.now();
  const tokenHash = hashToken(linkToken);
  const used = await unit.update(
    LoginLinkSchema,
    { tokenHash, usedAt: IsNull(), expiresAt: MoreThan(now) },
    { usedAt: now },
  );
  const link = await unit.findOne(LoginLinkSchema, { where: { tokenHash } });
  if (used === 0 || !link) throw new AppError(410, 'gone', LINK_IS_OVER);
  const token = makeToken();
  const expiresAt = new Date(now.getTime() + SESSION_MS);
  const { memberId, leadsTo } = link;
  await unit.insert(SessionSchema, {
    tokenHash: hashToken(token),
    memberId,
    createdAt: now,
    expiresAt,
    revokedAt: null,
  });
  return { token, leadsTo };
}

/** Who bears a session's cookie; null when it is over, was revoked, or never was. */
export const findSession = (clock: Clock, reader: Reader, token: string): Promise<SignedIn | null> =>
  findSignedIn(clock, reader, { tokenHash: hashToken(token) });

export const findSessionById = (clock: Clock, reader: Reader, id: number): Promise<SignedIn | null> =>
  findSignedIn(clock, reader, { id });

async function findSignedIn(
  clock: Clock,
  reader: Reader,
  which: { readonly tokenHash: string } | { readonly id: number },
): Promise<SignedIn | null> {
  const where = { ...which, revokedAt: IsNull(), expiresAt: MoreThan(clock.now()) };
  const session = await reader.findOne(SessionSchema, { where });
  const member = session && (await reader.findOne(MemberSchema, { where: { id: session.memberId } }));
  return member && { session, member };
}

/** Those of some sessions that are neither over nor revoked. */
export async function findLiveSessions(
  clock: Clock,
  reader: Reader,
  ids: readonly number[],
): Promise<ReadonlySet<number>> {
  const where = { id: In([...new Set(ids)]), revokedAt: IsNull(), expiresAt: MoreThan(clock.now()) };
  return new Set((await reader.find(SessionSchema, { where })).map(({ id }) => id));
}

/** Signs one session out. */
export async function revokeSession(clock: Clock, unit: Unit, id: number): Promise<void> {
  await unit.update(SessionSchema, { id, revokedAt: IsNull() }, { revokedAt: clock.now() });
}

/** Signs a member out everywhere; a link that is still on its way signs them in no more. @returns how many sessions */
export async function revokeSessions(clock: Clock, unit: Unit, memberId: number): Promise<number> {
  await unit.remove(LoginLinkSchema, { memberId });
  return unit.update(SessionSchema, { memberId, revokedAt: IsNull() }, { revokedAt: clock.now() });
}

/** Deletes what is over: nobody can do anything with it. */
export async function pruneSignIns(clock: Clock, unit: Unit): Promise<void> {
  const over = { expiresAt: LessThan(clock.now()) };
  await unit.remove(LoginLinkSchema, over);
  await unit.remove(SessionSchema, over);
}
