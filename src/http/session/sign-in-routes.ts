import { Router } from '@koa/router';
import { findSecret } from '../../directory/sign-in/secret.schema.ts';
import {
  findLoginLink,
  LINK_IS_OVER,
  openSession,
  revokeSession,
  SESSION_MS,
} from '../../directory/sign-in/sign-in.ts';
import { PASS_SECRET, signPass } from '../../directory/sign-in/token.ts';
import { AppError } from '../../errors.ts';
import type { RequestState } from '../request-context.ts';
import {
  answer,
  findSignedIn,
  requireOwnPage,
  requireSignedIn,
  SESSION_COOKIE,
  type SessionDeps,
} from './signed-in.ts';

/** A pass opens a socket at once or never. */
const PASS_MS = 60_000;

/** Signing in by a link and out again, and who is signed in: for the pages in the browser. */
export function createSignInRoutes(deps: SessionDeps): Router<RequestState> {
  const { storage, clock, publicUrl, limits } = deps;
  const secure = publicUrl.startsWith('https:');
  const router = new Router<RequestState>();

  // Looking does not use the link up: mail scanners and link previews look, too.
  router.get('/sign-in/:token', async (ctx) => {
    limits.ofSignIn(ctx);
    const member = await storage.read((reader) => findLoginLink(clock, reader, ctx.params['token'] ?? ''));
    if (!member) throw new AppError(410, 'gone', LINK_IS_OVER);
    answer(ctx, { name: member.name });
  });

  router.post('/sign-in/:token', async (ctx) => {
    limits.ofSignIn(ctx);
    requireOwnPage(deps, ctx);
    const { token, leadsTo } = await storage.unit((unit) => openSession(clock, unit, ctx.params['token'] ?? ''));
    // Behind a proxy the request itself is plain http.
    ctx.cookies.secure = secure;
    ctx.cookies.set(SESSION_COOKIE, token, {
      signed: true,
      httpOnly: true,
      sameSite: 'lax',
      secure,
      maxAge: SESSION_MS,
    });
    answer(ctx, { leadsTo });
  });

  router.post('/sign-out', async (ctx) => {
    requireOwnPage(deps, ctx);
    const signedIn = await findSignedIn(deps, ctx);
    if (signedIn) await storage.unit((unit) => revokeSession(clock, unit, signedIn.session.id));
    ctx.cookies.set(SESSION_COOKIE, null);
    answer(ctx, {});
  });

  router.get('/session', async (ctx) => {
    const { member } = await requireSignedIn(deps, ctx);
    const { userId, name, role, merchantId } = member;
    answer(ctx, { member: { userId, name, role, merchantId } });
  });

  router.post('/session/pass', async (ctx) => {
    requireOwnPage(deps, ctx);
    const { session } = await requireSignedIn(deps, ctx);
    const expiresAt = new Date(clock.now().getTime() + PASS_MS);
    answer(ctx, { pass: signPass(session.id, expiresAt, await findSecret(storage, PASS_SECRET)), expiresAt });
  });

  return router;
}
