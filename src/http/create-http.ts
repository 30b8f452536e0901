import { type Router } from '@koa/router';
import helmet from 'koa-helmet';
import Koa from 'koa';
import { type ChatPlatform } from '../chat/chat-platform.ts';
import { messageOf } from '../errors.ts';
import { type Log } from '../log.ts';
import { answerErrors } from './answer-errors.ts';
import { type ApiDeps, createApi } from './api.ts';
import { createDocsRoutes } from './docs/docs-routes.ts';
import { createHealthRoutes, type HealthDeps } from './health.ts';
import { logRequests } from './log-requests.ts';
import { requestContext, type RequestState } from './request-context.ts';

export interface HttpDeps extends ApiDeps, HealthDeps {
  readonly log: Log;
  readonly platforms: readonly ChatPlatform[];
  /** For the pages of those who are signed in. */
  readonly sessionRoutes: readonly Router<RequestState>[];
  /** How many of our own stand before us, each of which tells in X-Forwarded-For where a request came from. */
  readonly trustedProxies: number;
}

/** The whole HTTP side of the product; `createHttp(deps).listen(port, host)` serves it. */
export function createHttp(deps: HttpDeps): Koa<RequestState> {
  // With more entries than proxies the others are what somebody says of themselves.
  const app = new Koa<RequestState>({ proxy: deps.trustedProxies > 0, maxIpsCount: deps.trustedProxies });
  // What breaks after our middleware, such as a connection that is cut under a half-written answer.
  app.on('error', (error: unknown) => deps.log.warn({ reason: messageOf(error) }, 'an answer could not be sent'));

  app.use(requestContext(deps.log));
  app.use(securityHeaders());
  app.use(logRequests(deps.metrics));
  app.use(answerErrors());

  // Platforms verify signatures over the raw body: nothing before them may read it.
  for (const { routes } of deps.platforms) if (routes) app.use(routes);
  for (const routes of deps.sessionRoutes) app.use(routes.routes() as Koa.Middleware<RequestState>);
  const health = createHealthRoutes(deps);
  app.use(health.routes()).use(health.allowedMethods());
  app.use(createDocsRoutes(deps.apiRoutes).routes() as Koa.Middleware<RequestState>);
  app.use(createApi(deps));
  return app;
}

/** Nothing here is a page: answers may load nothing and be framed by nobody. */
function securityHeaders(): Koa.Middleware {
  const directives = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };
  return helmet({ contentSecurityPolicy: { useDefaults: false, directives }, frameguard: { action: 'deny' } });
}
