import { Router } from '@koa/router';
import { type Metrics } from '../metrics.ts';
import { type RequestState } from './request-context.ts';

/** Each check by name: true, or what is wrong in words that anyone may read. */
export type Readiness = () => Promise<Readonly<Record<string, true | string>>>;

export interface HealthDeps {
  readonly metrics: Metrics;
  readonly readiness: Readiness;
}

/** For machines: is the process alive, should it get requests, how does it do. */
export function createHealthRoutes({ metrics, readiness }: HealthDeps): Router<RequestState> {
  const router = new Router<RequestState>();

  router.get('/', (ctx) => {
    ctx.body =
      'Switchboard is running.\n\n/api/docs  what it can do, with a key\n/readyz    whether it can work\n/metrics   how it does\n';
  });

  router.get('/healthz', (ctx) => {
    ctx.body = { success: true, status: 'ok' };
  });

  router.get('/readyz', async (ctx) => {
    const checks = await readiness();
    const failing = Object.keys(checks).filter((name) => checks[name] !== true);
    ctx.status = failing.length === 0 ? 200 : 503;
    ctx.body =
      failing.length === 0
        ? { success: true, status: 'ready', checks }
        : { success: false, message: `Not ready: ${failing.join(', ')}.`, code: 'not_ready', checks };
  });

  router.get('/metrics', async (ctx) => {
    ctx.body = await metrics.text();
    ctx.set('Content-Type', metrics.contentType);
  });

  return router;
}
