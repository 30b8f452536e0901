import type { Router } from '@koa/router';
import type { App } from '../../../src/app.ts';

/** Every address that a router of the product serves: `GET /api/support-tickets/:id`. Platforms have their own doors. */
export function routesOf({ http }: App): string[] {
  const routers = (http.middleware as { readonly router?: Router }[]).flatMap(({ router }) => router ?? []);
  return routers
    .flatMap(({ stack }) => stack)
    .flatMap(({ methods, path }) =>
      methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path.toString()}`),
    );
}
