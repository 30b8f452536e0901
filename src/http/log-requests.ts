import { type Layer } from '@koa/router';
import { type Context, type Middleware } from 'koa';
import { type Metrics } from '../metrics.ts';
import { type RequestState } from './request-context.ts';

/** Asked every few seconds by machines: their lines would bury the others. */
const QUIET = new Set(['/healthz', '/readyz', '/metrics']);

/** One line and one measurement for each request. Neither the query nor a header nor a body is ever written. */
export function logRequests(metrics: Metrics): Middleware<RequestState> {
  return async (ctx, next) => {
    const start = performance.now();
    await next();
    const ms = performance.now() - start;
    const { method, status } = ctx;
    const route = routeOf(ctx);
    metrics.httpSeconds.observe({ method, route: route ?? 'other', status }, ms / 1000);
    const line = { method, route: route ?? withoutTokens(ctx.path), status, ms: Math.round(ms * 10) / 10 };
    ctx.state.log[QUIET.has(ctx.path) ? 'debug' : 'info'](line, 'request');
  };
}

const LONGEST_WORD = 19;

/** The path of what nothing answers. What is longer than a word of ours may be a token. */
const withoutTokens = (path: string): string =>
  path
    .split('/')
    .map((part) => (part.length > LONGEST_WORD ? '…' : part))
    .join('/')
    .slice(0, 200);

/** The pattern of the route that answered: unlike the path it bears no ids or tokens, and there are few of them. */
function routeOf(ctx: Context): string | undefined {
  const matched = ctx['matched'] as readonly Layer[] | undefined;
  return matched?.findLast((layer) => layer.methods.includes(ctx.method))?.path.toString();
}
