import type { Context } from 'koa';
import { isOwnOrigin } from '../../chat/own-origin.ts';
import type { Clock } from '../../clock.ts';
import { findSession, type SignedIn } from '../../directory/sign-in/sign-in.ts';
import { forbidden, unauthorized } from '../../errors.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Limits } from '../limits/create-limits.ts';

export interface SessionDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  /** Where browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly limits: Limits;
}

/** The cookie of a session; signed, so that guessing costs no look into the database. */
export const SESSION_COOKIE = 'switchboard_session';

/** Who is signed in where a request comes from; null for nobody. */
export async function findSignedIn({ storage, clock }: SessionDeps, ctx: Context): Promise<SignedIn | null> {
  const token = ctx.cookies.get(SESSION_COOKIE, { signed: true });
  return token === undefined ? null : storage.read((reader) => findSession(clock, reader, token));
}

/** @throws AppError `unauthorized` */
export async function requireSignedIn(deps: SessionDeps, ctx: Context): Promise<SignedIn> {
  const signedIn = await findSignedIn(deps, ctx);
  if (!signedIn) throw unauthorized('You are not signed in. Ask your support contact for a login link.');
  return signedIn;
}

/** A page elsewhere signs nobody in or out. @throws AppError `forbidden` */
export function requireOwnPage({ publicUrl }: SessionDeps, ctx: Context): void {
  if (!isOwnOrigin(ctx.headers, publicUrl)) throw forbidden('This comes from a page that is not ours.');
}

/** What is about one person is in nobody's cache. */
export function answer(ctx: Context, body: Readonly<Record<string, unknown>>): void {
  ctx.set('Cache-Control', 'no-store');
  ctx.body = { success: true, ...body };
}
