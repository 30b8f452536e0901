import { Router } from '@koa/router';
import { type Middleware, type ParameterizedContext } from 'koa';
import { type Access, type ApiState } from '../directory/access.ts';
import { readJson } from './read-json.ts';

export interface ApiDeps {
  readonly access: Access;
  /** One of each room, with paths as they stand below /api. */
  readonly apiRoutes: readonly Router<ApiState>[];
}

type ApiContext = ParameterizedContext<ApiState>;

/**
 * The rooms' routes under /api: first who asks, then what they send, then the route.
 *
 * The door is not `router.use`: that compares paths by case and routes do not, so that /API/… walked past it. Here
 * the routes are behind the door, whatever the path looks like.
 */
export function createApi({ access, apiRoutes }: ApiDeps): Middleware<ApiState> {
  const router = new Router<ApiState>({ prefix: '/api' });
  for (const routes of apiRoutes) router.use(routes.routes());
  const dispatch = router.routes() as Middleware<ApiState>;
  const explainMethods = router.allowedMethods() as Middleware<ApiState>;

  return async (ctx, next) => {
    if (!/^\/api(\/|$)/.test(ctx.path)) {
      await next();
      return;
    }
    authenticate(ctx, access);
    ctx.request.body = await readJson(ctx);
    await explainMethods(ctx, async () => {
      await dispatch(ctx, next);
    });
    refuseUnasked(ctx, access);
  };
}

function authenticate(ctx: ApiContext, access: Access): void {
  // Stands in the answer only if the next line throws.
  ctx.set('WWW-Authenticate', 'Bearer realm="switchboard"');
  ctx.state.caller = access.callerOf(bearerOf(ctx.get('Authorization')));
  ctx.remove('WWW-Authenticate');
}

const bearerOf = (header: string): string | undefined => /^bearer +(\S+) *$/i.exec(header)?.[1];

/** A route that forgets to ask who may is a defect of ours, found by its first test: nobody sees its answer. */
function refuseUnasked(ctx: ApiContext, access: Access): void {
  const answered = ctx['routeMatched'] === true;
  if (answered && !access.wasAsked(ctx.state.caller)) throw new Error(`${ctx.method} ${ctx.path} did not ask who may`);
}
