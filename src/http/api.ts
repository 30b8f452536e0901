import { type Router } from '@koa/router';
import { type Middleware } from 'koa';
import { type Access, type ApiContext, type ApiState } from '../directory/access.ts';
import { type ApiRoute } from '../directory/api-route.ts';
import { AppError } from '../errors.ts';
import { createApiRouter } from './api-router.ts';
import { type Limits } from './limits/create-limits.ts';
import { readJson } from './read-json.ts';
import { type RequestState } from './request-context.ts';

export interface ApiDeps {
  readonly access: Access;
  readonly limits: Limits;
  /** All rooms', with paths as they stand below /api. */
  readonly apiRoutes: readonly ApiRoute[];
  /** For tests: an answer that is not as documented is a fault. */
  readonly checksAnswers?: boolean;
}

/**
 * The rooms' routes under /api: first who asks and how often, then what they send, then the route.
 *
 * The door is not `router.use`: that compares paths by case and routes do not, so that /API/… walked past it. Here
 * the routes are behind the door, whatever the path looks like.
 */
export function createApi(deps: ApiDeps): Middleware<RequestState> & { readonly router: Router<ApiState> } {
  const router = createApiRouter(deps);
  const dispatch = router.routes() as Middleware<ApiState>;
  const explainMethods = router.allowedMethods() as Middleware<ApiState>;

  const door: Middleware<ApiState> = async (ctx, next) => {
    if (!/^\/api(\/|$)/.test(ctx.path)) {
      await next();
      return;
    }
    await authenticate(ctx, deps);
    ctx.request.body = await readJson(ctx);
    await explainMethods(ctx, async () => {
      await dispatch(ctx, next);
    });
  };
  return Object.assign(door as Middleware<RequestState>, { router });
}

async function authenticate(ctx: ApiContext, { access, limits }: ApiDeps): Promise<void> {
  ctx.state.caller = await access.callerOf(bearerOf(ctx.get('Authorization'))).catch((error: unknown) => {
    if (error instanceof AppError && error.status === 401) {
      // A good key is let in even when strangers at its address have used up theirs: they may share a proxy.
      limits.ofStranger(ctx);
      ctx.set('WWW-Authenticate', 'Bearer realm="switchboard"');
    }
    throw error;
  });
  limits.ofKey(ctx, ctx.state.caller.keyId);
}

const bearerOf = (header: string): string | undefined => /^bearer +(\S+) *$/i.exec(header)?.[1];
