import { Router } from '@koa/router';
import { z } from 'zod';
import type { Access, ApiContext, ApiState } from '../directory/access.ts';
import type { ApiRoute } from '../directory/api-route.ts';
import { isPermission } from '../directory/roles.ts';

export interface ApiRouterDeps {
  readonly access: Access;
  readonly apiRoutes: readonly ApiRoute[];
  readonly checksAnswers?: boolean;
}

/** Every declared operation below /api, each behind its permission. @throws for one that does not say who may */
export function createApiRouter({ access, apiRoutes, checksAnswers = false }: ApiRouterDeps): Router<ApiState> {
  const router = new Router<ApiState>({ prefix: '/api' });
  for (const route of apiRoutes) {
    if (!isPermission(route.permission)) throw new Error(`${nameOf(route)} does not say who may`);
    const check = checksAnswers ? answerCheck(route) : undefined;
    router[route.method](route.path, async (ctx) => {
      access.require(ctx.state.caller, route.permission);
      const answer = { success: true, ...(await route.run(ctx)) };
      refuseUnscoped(route, ctx);
      check?.(answer);
      ctx.body = answer;
    });
  }
  return router;
}

const nameOf = ({ method, path }: ApiRoute): string => `${method.toUpperCase()} /api${path}`;

/** A route that forgets to ask whose its rows are is a defect of ours, found by its first test: nobody sees its answer. */
function refuseUnscoped(route: ApiRoute, { state: { caller } }: ApiContext): void {
  const { scope } = caller;
  if (scope.merchantId !== null && !scope.wasAsked) throw new Error(`${nameOf(route)} did not ask whose it is`);
}

function answerCheck(route: ApiRoute): (answer: unknown) => void {
  const schema = z.strictObject({ success: z.literal(true), ...route.answer });
  return (answer) => {
    const { error } = schema.safeParse(answer);
    if (error) throw new Error(`${nameOf(route)} answers otherwise than it says: ${z.prettifyError(error)}`);
  };
}
