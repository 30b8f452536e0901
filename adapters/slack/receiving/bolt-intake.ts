import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '@slack/bolt';
import { messageOf } from '../../../src/errors.ts';
import type { Log } from '../../../src/log.ts';
import { isMalformedEvent } from '../reading/event-envelope.ts';
import type { LateAnswers } from './late-answers.ts';
import { tryFormAgain } from '../reading/read-submission.ts';
import { privately, TRY_AGAIN } from '../rendering/slack-answers.ts';

/** Milliseconds for the work behind a request: Slack waits 3 s (docs.slack.dev/apis/events-api#responding). */
export const ANSWER_WITHIN_MS = 2_500;

/** `done`: the effects are durable. `failed`: nothing is certain. `answer` is what the response says, if anything. */
export interface Outcome {
  readonly kind: 'done' | 'failed';
  readonly answer?: unknown;
  /** The person hears from us that it failed; otherwise Slack has to: it sends an event again, and marks a click. */
  readonly isTold?: boolean;
}

/** Takes what a receiver has verified and parsed, and waits until Bolt and our listener are through with it. */
export interface BoltIntake {
  readonly init: (app: Pick<App, 'processEvent'>) => void;
  readonly open: () => void;
  /** Takes nothing more, and resolves when what is under way is answered. */
  readonly close: () => Promise<void>;
  /** Never rejects. */
  readonly take: (body: Record<string, unknown>) => Promise<Outcome>;
}

const FAILED: Outcome = { kind: 'failed' };

export interface IntakeDeps {
  readonly log: Log;
  readonly lateAnswers: LateAnswers;
}

export function createBoltIntake({ log, lateAnswers }: IntakeDeps, answerWithinMs = ANSWER_WITHIN_MS): BoltIntake {
  const underWay = new Set<Promise<Outcome>>();
  let app: Pick<App, 'processEvent'> | undefined;
  let isOpen = false;

  const work = async (body: Record<string, unknown>): Promise<Outcome> => {
    let answer: unknown;
    // Bolt acknowledges before its listeners run. Here that only leaves the answer behind; it is given when all is done.
    const ack = (said?: unknown): Promise<void> => Promise.resolve((answer = said)).then(() => undefined);
    try {
      await app?.processEvent({ body, ack });
      return { kind: 'done', answer };
    } catch (error) {
      log.error({ reason: messageOf(error) }, 'a Slack request failed');
      return FAILED;
    }
  };

  /** Slack sends neither a command nor a click nor a form again: each person hears it where their client shows it. */
  const sayTryAgain = (body: Record<string, unknown>): Outcome => {
    if ('command' in body) return { ...FAILED, answer: privately(TRY_AGAIN), isTold: true };
    if (body['type'] === 'view_submission') return { ...FAILED, answer: tryFormAgain(body), isTold: true };
    lateAnswers.give(body, { kind: 'say-privately', text: TRY_AGAIN });
    // A click in a home has nowhere for a late answer.
    return { ...FAILED, isTold: typeof body['response_url'] === 'string' };
  };

  const takeInTime = async (body: Record<string, unknown>): Promise<Outcome> => {
    const outcome = await inTime(work(body), answerWithinMs, log);
    return outcome.kind === 'failed' ? sayTryAgain(body) : outcome;
  };

  return {
    init: (bolt) => void (app = bolt),
    open: () => void (isOpen = true),
    close: async () => {
      isOpen = false;
      await Promise.all(underWay);
    },
    take: async (body) => {
      if (!isOpen || !app) return sayTryAgain(body);
      if (isMalformedEvent(body)) {
        log.warn('left a malformed Slack event alone');
        return { kind: 'done' };
      }
      const outcome = takeInTime(body);
      underWay.add(outcome);
      return outcome.finally(() => underWay.delete(outcome));
    },
  };
}

/** The work goes on behind a late answer; when it ends well after all, the repetition finds its key and changes nothing. */
async function inTime(work: Promise<Outcome>, ms: number, log: Log): Promise<Outcome> {
  const timer = new AbortController();
  const late = delay(ms, FAILED, { signal: timer.signal }).then((outcome) => {
    log.warn({ ms }, 'a Slack request took too long');
    return outcome;
  });
  late.catch(() => undefined);
  return Promise.race([work, late]).finally(() => timer.abort());
}
