import { randomUUID } from 'node:crypto';
import { type Middleware } from 'koa';
import { type Log } from '../log.ts';

/** What every request carries, whether or not anyone has asked who sends it. */
export interface RequestState {
  requestId: string;
  log: Log;
}

/** An id of the proxy before us is kept when it can do no harm in a log line or a header. */
const SANE_ID = /^[\w.:-]{1,64}$/;

/** Gives each request an id, answers it in X-Request-Id, and writes it into every log line of the request. */
export function requestContext(log: Log): Middleware<RequestState> {
  return async (ctx, next) => {
    const inbound = ctx.get('X-Request-Id');
    const requestId = SANE_ID.test(inbound) ? inbound : randomUUID();
    ctx.state.requestId = requestId;
    ctx.state.log = log.child({ requestId });
    ctx.set('X-Request-Id', requestId);
    await next();
  };
}
