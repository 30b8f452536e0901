import { Router } from '@koa/router';
import { policyOf } from '../../chat/public-page.ts';
import type { ApiRoute } from '../../directory/api-route.ts';
import type { RequestState } from '../request-context.ts';
import { describeApi } from './describe-api.ts';
import { docsPage } from './docs-page.ts';
import { STYLE } from './docs-style.ts';

const POLICY = policyOf(STYLE);

/** What /api can do, for programs and for people. Needs no key: it tells nothing that the sources do not. */
export function createDocsRoutes(apiRoutes: readonly ApiRoute[]): Router<RequestState> {
  const document = describeApi(apiRoutes);
  const page = docsPage(document);
  const text = JSON.stringify(document);
  const router = new Router<RequestState>({ prefix: '/api' });

  router.get('/openapi.json', (ctx) => {
    ctx.type = 'json';
    ctx.body = text;
  });

  router.get('/docs', (ctx) => {
    ctx.type = 'html';
    ctx.set('Content-Security-Policy', POLICY);
    ctx.body = page;
  });

  return router;
}
