import { Router } from '@koa/router';
import type { Receiver } from '@slack/bolt';
import type { Context, Middleware } from 'koa';
import type { Log } from '../../../src/log.ts';
import { createBoltIntake, type BoltIntake, type IntakeDeps, type Outcome } from './bolt-intake.ts';
import { parseRequestBody, readRequestBody } from './read-request-body.ts';
import type { SlackDeps } from '../slack-config.ts';
import { isFromSlack } from './verify-signature.ts';

type Body = Record<string, unknown>;

export interface KoaReceiver extends Receiver {
  readonly routes: Middleware;
  /** Whether Slack has called us since the start. */
  readonly hasHeard: () => boolean;
}

/**
 * Slack over HTTP: checks size, signature and clock, hands the body to Bolt, and answers when its effects are durable.
 * `start` opens the routes; before it and after `stop` they answer 503, so that Slack sends again.
 * @param answerWithinMs how long the work may take
 */
export function createKoaReceiver(
  signingSecret: string,
  { log, clock, lateAnswers }: SlackDeps & IntakeDeps,
  answerWithinMs?: number,
): KoaReceiver {
  const intake = createBoltIntake({ log, lateAnswers }, answerWithinMs);
  let hasHeard = false;
  const receive = (respond: Respond): Middleware => {
    return async (ctx) => {
      const body = await readVerified(ctx, (raw) => isFromSlack(raw, ctx.headers, signingSecret, clock));
      hasHeard ||= body !== undefined;
      if (body && !answersCheck(ctx, body)) await respond(ctx, body, intake, log);
    };
  };
  const router = new Router();
  router.post('/slack/events', receive(respondToEvent));
  router.post(['/slack/commands', '/slack/interactions'], receive(respondToPerson));
  return {
    init: intake.init,
    start: () => {
      intake.open();
      return Promise.resolve();
    },
    stop: intake.close,
    hasHeard: () => hasHeard,
    routes: router.routes() as unknown as Middleware,
  };
}

/** The parsed body, or undefined when the request is answered already. Refusals say nothing about why. */
async function readVerified(ctx: Context, isGenuine: (raw: string) => boolean): Promise<Body | undefined> {
  // Of a connection that was cut nobody hears the answer, whatever it is.
  const raw = await readRequestBody(ctx.req).catch(() => '');
  if (raw === undefined || !isGenuine(raw)) {
    refuse(ctx, raw === undefined ? 413 : 401);
    return undefined;
  }
  const body = parseRequestBody(raw, ctx.get('content-type'));
  if (body === undefined) refuse(ctx, 400);
  return body;
}

function refuse(ctx: Context, status: number): void {
  // The rest of a body that was not read to its end must not be taken for the next request.
  if (status === 413) ctx.set('connection', 'close');
  ctx.body = '';
  ctx.status = status;
}

/** Slack's own checks of an address (docs.slack.dev/reference/events/url_verification; ssl_check of slash commands). */
function answersCheck(ctx: Context, body: Body): boolean {
  const isChallenge = body['type'] === 'url_verification' && typeof body['challenge'] === 'string';
  if (!isChallenge && body['ssl_check'] === undefined) return false;
  ctx.body = isChallenge ? { challenge: body['challenge'] } : '';
  ctx.status = 200;
  return true;
}

type Respond = (ctx: Context, body: Body, intake: BoltIntake, log: Log) => Promise<void>;

async function respondToEvent(ctx: Context, body: Body, intake: BoltIntake, log: Log): Promise<void> {
  if (body['type'] === 'app_rate_limited') {
    log.error('Slack holds events back: more than 30,000 came in an hour (docs.slack.dev/apis/events-api)');
  }
  const outcome = await intake.take(body);
  ctx.body = '';
  ctx.status = statusOf(outcome);
}

/** The response to a click shows nothing, and so is empty; what there is to say goes to its `response_url`. */
async function respondToPerson(ctx: Context, body: Body, intake: BoltIntake): Promise<void> {
  const outcome = await intake.take(body);
  ctx.body = outcome.answer ?? '';
  ctx.status = statusOf(outcome);
}

const statusOf = ({ kind, isTold = false }: Outcome): number => (kind === 'done' || isTold ? 200 : 503);
