import { WebClient, type FetchFunction } from '@slack/web-api';
import type { z } from 'zod';
import type { Log } from '../../../src/log.ts';
import { fetchFromSlack } from './fetch-from-slack.ts';
import { REQUEST_TIMEOUT_MS, SLACK_API_URL, type SlackConfig } from '../slack-config.ts';
import { toPlatformError, unreadableAnswer } from './slack-errors.ts';
import { createSlackLogger } from '../slack-logger.ts';
import type { SlackMethod } from '../slack-surface.ts';

/**
 * Calls one method of the Web API, once, and reads its answer.
 * @throws PlatformError and nothing else
 */
export type SlackCall = <T>(
  method: SlackMethod,
  args: Readonly<Record<string, unknown>>,
  answer: z.ZodType<T>,
) => Promise<T>;

export interface SlackCallDeps {
  readonly log: Log;
  /** For those who want to see the answer's headers. */
  readonly fetch?: FetchFunction;
}

/** @param token of the workspace in which is called; undefined for what is called in none */
export function createSlackCall(
  token: string | undefined,
  config: ClientConfig,
  { log, fetch }: SlackCallDeps,
): SlackCall {
  const client = new WebClient(token, {
    ...clientOptions(config),
    ...(fetch && { fetch }),
    logger: createSlackLogger(log),
  });
  return async (method, args, answer) => {
    const result = await client.apiCall(method, { ...args }).catch((error: unknown) => {
      throw toPlatformError(error, method);
    });
    const read = answer.safeParse(result);
    if (!read.success) throw unreadableAnswer(method);
    return read.data;
  };
}

/** What of the configuration concerns the SDK's clients. */
export type ClientConfig = Pick<SlackConfig, 'apiUrl' | 'requestTimeoutMs'>;

/**
 * One request for one call: the client's defaults repeat a post whose answer was lost, and hold every channel back when
 * one of them is limited. Nothing waits inside the client either, so that the time-out begins when the call does.
 */
export const clientOptions = ({ apiUrl = SLACK_API_URL, requestTimeoutMs = REQUEST_TIMEOUT_MS }: ClientConfig) => ({
  slackApiUrl: apiUrl,
  timeout: requestTimeoutMs,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  maxRequestConcurrency: Number.POSITIVE_INFINITY,
  fetch: fetchFromSlack,
});
