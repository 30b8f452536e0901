import { setTimeout as delay } from 'node:timers/promises';
import { Router } from '@koa/router';
import { CloudAdapter, type Activity } from 'botbuilder';
import type { Context, Middleware } from 'koa';
import rawBody from 'raw-body';
import type { Clock } from '../../../src/clock.ts';
import { messageOf } from '../../../src/errors.ts';
import type { Log } from '../../../src/log.ts';
import { activitySchema, type TeamsActivity } from '../activity.ts';
import { TEAMS_CHANNEL, type TeamsConfig } from '../teams-config.ts';
import { createAuthenticate, createBotAuthentication, type Identity } from './authenticate.ts';
import type { InvokeResponse } from './invokes.ts';
import { isOwnHost, isServiceUrl } from './service-url.ts';

export const MESSAGES_PATH = '/api/messages';

/** Bytes. Messages are under 100 KB; what one quotes may double it. */
const MAX_BODY_BYTES = 512 * 1024;

/** Whoever waits for Microsoft's keys waits as long as they hang: what comes beyond these is sent again by Teams. */
const MOST_UNDER_WAY = 1_000;

/** Milliseconds for a request, its body and its proof among them: Teams sends again after 15 s. */
const ANSWER_WITHIN_MS = 2_500;

export interface MessagesEndpoint {
  readonly routes: Middleware;
  readonly open: () => void;
  /** Takes nothing more, and resolves when what is under way is answered. */
  readonly close: () => Promise<void>;
}

interface EndpointDeps {
  /** @returns what the response says, if anything */
  readonly take: (activity: TeamsActivity) => Promise<InvokeResponse | undefined>;
  /** What it says to a person instead, whom Teams does not ask again. */
  readonly insteadOf: (activity: TeamsActivity) => object | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Where Teams calls us. Checks size, form and token, hands the activity to botbuilder, and answers 200 when its effects
 * are durable, 503 when they are not, so that Teams sends it again. Refusals say nothing about why.
 */
export function createMessagesEndpoint(
  config: TeamsConfig,
  { take, insteadOf, clock, log }: EndpointDeps,
): MessagesEndpoint {
  const authentication = createBotAuthentication(config);
  const authenticate = createAuthenticate(config, authentication, clock);
  const adapter = new CloudAdapter(authentication);
  const underWay = new Set<Promise<unknown>>();
  let isOpen = false;

  const run = async (identity: Identity, activity: TeamsActivity): Promise<InvokeResponse> => {
    const turn = { type: activity.type, channelId: activity.channelId, serviceUrl: activity.serviceUrl } as Activity;
    let response: InvokeResponse | undefined;
    await adapter.processActivityDirect(identity, turn, async () => void (response = await take(activity)));
    return response ?? { status: 200 };
  };

  const handle = async (ctx: Context): Promise<InvokeResponse> => {
    if (!isOpen || underWay.size >= MOST_UNDER_WAY) return { status: 503 };
    // A page that somebody looks at can send no JSON to another host without being asked about it first.
    if (!ctx.is('application/json')) return { status: 415 };
    // Where everybody is believed, that has to be on this machine, also by the word of a proxy: a page can set that.
    if (!config.app && ![ctx.headers.host ?? '', ctx.host].every(isOwnHost)) return { status: 401 };
    let proved: TeamsActivity | undefined;
    const work = answer(ctx, (activity) => void (proved = activity));
    underWay.add(work);
    return (await inTime(work.catch(failed).finally(() => underWay.delete(work)))) ?? sorry(proved);
  };

  const answer = async (ctx: Context, isProved: (activity: TeamsActivity) => void): Promise<InvokeResponse> => {
    const body = await readJson(ctx);
    if (typeof body === 'number') return { status: body };
    const claimed = claimedBy(body);
    if (claimed?.channelId !== TEAMS_CHANNEL || !isServiceUrl(claimed.serviceUrl, config)) return { status: 401 };
    const identity = await authenticate(ctx.get('authorization'), claimed);
    if (!identity) return { status: 401 };
    const activity = activitySchema.safeParse(body).data;
    if (!activity) {
      log.warn({ type: claimed.type }, 'left a malformed Teams activity alone');
      return { status: 200 };
    }
    isProved(activity);
    return run(identity, activity);
  };

  const failed = (error: unknown): undefined => {
    log.error({ reason: firstLine(error) }, 'a Teams request failed');
    return undefined;
  };

  const sorry = (activity: TeamsActivity | undefined): InvokeResponse => {
    const body = activity && insteadOf(activity);
    return body ? { status: 200, body } : { status: 503 };
  };

  const router = new Router();
  router.post(MESSAGES_PATH, async (ctx) => {
    const { status, body = '' } = await handle(ctx);
    // The rest of a body that was not read to its end must not be taken for the next request.
    if (!ctx.req.complete) ctx.set('connection', 'close');
    ctx.body = body;
    ctx.status = status;
  });
  return {
    routes: router.routes() as unknown as Middleware,
    open: () => void (isOpen = true),
    close: async () => {
      isOpen = false;
      await Promise.allSettled(underWay);
    },
  };
}

/** The work goes on behind a late answer; when it ends well after all, the repetition finds its key and changes nothing. */
async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  const timer = new AbortController();
  const late = delay(ANSWER_WITHIN_MS, undefined, { signal: timer.signal });
  late.catch(() => undefined);
  return Promise.race([work, late]).finally(() => timer.abort());
}

/** botbuilder puts the whole stack into the message. */
const firstLine = (error: unknown): string => messageOf(error).split('\n').slice(0, 2).join(' ');

/** The body, or the status of the answer to what is none. */
async function readJson(ctx: Context): Promise<object | number> {
  try {
    const body: unknown = JSON.parse(await rawBody(ctx.req, { encoding: 'utf8', limit: MAX_BODY_BYTES }));
    return typeof body === 'object' && body !== null ? body : 400;
  } catch (error) {
    return error instanceof Error && 'type' in error && error.type === 'entity.too.large' ? 413 : 400;
  }
}

/** What decides who may have sent it, before anything else of it is read. */
function claimedBy(body: object) {
  const { channelId, serviceUrl, type } = body as Readonly<Record<string, unknown>>;
  return typeof channelId === 'string' && typeof serviceUrl === 'string'
    ? { channelId, serviceUrl, type: typeof type === 'string' ? type.slice(0, 80) : undefined }
    : undefined;
}
