import { resolve, sep } from 'node:path';
import type { Middleware } from 'koa';
import serve from 'koa-static';

/** A page may load only what comes from here, and nobody may frame it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What the build leaves there lies side by side. */
const ASSET = /^\/assets\/[\w-][\w.-]*$/;

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * The built pages: each of `pages` is served where its path begins so, and what they load below /assets.
 * @param folder where the build left them
 */
export function createPages(folder: string, pages: Readonly<Record<string, string>>): Middleware {
  const files = serve(folder, { index: false, maxage: 0, setHeaders: cacheForEver(resolve(folder, 'assets') + sep) });
  return async (ctx, next) => {
    const page = ctx.method === 'GET' || ctx.method === 'HEAD' ? pageFor(ctx.path, pages) : undefined;
    if (page === undefined) {
      await next();
      return;
    }
    ctx.set('Content-Security-Policy', POLICY);
    ctx.vary('Accept-Encoding');
    if (page !== ctx.path) ctx.set('Cache-Control', 'no-cache');
    ctx.path = page;
    await files(ctx, next);
  };
}

function pageFor(path: string, pages: Readonly<Record<string, string>>): string | undefined {
  if (ASSET.test(path)) return path;
  const [, page] =
    Object.entries(pages).find(([start]) =>
      start.endsWith('/*') ? path.startsWith(start.slice(0, -1)) : path === start,
    ) ?? [];
  return page;
}

/** What is built bears a hash of its content in its name. */
const cacheForEver =
  (assets: string) =>
  (response: { setHeader(name: string, value: string): unknown }, path: string): void => {
    if (path.startsWith(assets)) response.setHeader('Cache-Control', `public, max-age=${YEAR_SECONDS}, immutable`);
  };
