import { z } from 'zod';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { isServiceUrl, underService } from '../receiving/service-url.ts';
import { REQUEST_TIMEOUT_MS, type TeamsConfig } from '../teams-config.ts';
import type { AppToken } from './app-token.ts';
import { refused, unanswered, unreadable, type Attempt } from './teams-errors.ts';

interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly repeatable: boolean;
}

/**
 * What we ask of the Bot Connector (learn.microsoft.com/azure/bot-service/rest-api/…-connector-api-reference). Nothing
 * tells two posts with the same words apart from one that was asked for twice.
 */
const OPERATIONS = {
  'start a thread': { method: 'POST', repeatable: false },
  send: { method: 'POST', repeatable: false },
  'show typing': { method: 'POST', repeatable: true },
  update: { method: 'PUT', repeatable: true },
  delete: { method: 'DELETE', repeatable: true },
  'open a chat': { method: 'POST', repeatable: true },
  'find a member': { method: 'GET', repeatable: true },
  'look into a conversation': { method: 'GET', repeatable: true },
  'find a team': { method: 'GET', repeatable: true },
} as const satisfies Record<string, Operation>;

export interface TeamsRequest {
  readonly operation: keyof typeof OPERATIONS;
  readonly serviceUrl: string;
  /** What is asked about. Default: `conversations` */
  readonly of?: 'conversations' | 'teams';
  /** Behind that; each is encoded. */
  readonly path: readonly string[];
  readonly body?: object;
}

/**
 * Asks once, and reads the answer.
 * @throws PlatformError and nothing else
 */
export type TeamsCall = <T>(request: TeamsRequest, answer: z.ZodType<T>) => Promise<T>;

const errorSchema = z.object({ error: z.object({ code: z.string().regex(/^\w{1,80}$/) }) });

/**
 * One request for one call. botbuilder's own client repeats a request whose answer was lost, which posts twice: the
 * requests are ours.
 */
export function createTeamsCall(config: TeamsConfig, token: AppToken): TeamsCall {
  return async ({ operation, serviceUrl, of = 'conversations', path, body }, answer) => {
    const { method, repeatable } = OPERATIONS[operation];
    const attempt: Attempt = { name: operation, repeatable };
    // Also what was kept by another configuration must not be sent a token of ours.
    if (!isServiceUrl(serviceUrl, config)) {
      throw new PlatformError('rejected', `Teams ${operation}: the service's address is none of Microsoft's.`);
    }
    const bearer = await token.get();
    const response = await ask(
      config,
      attempt,
      underService(serviceUrl, ['v3', of, ...path.map(encodeURIComponent)].join('/')),
      {
        method,
        headers: {
          ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      },
    );
    if (response.status === 401) token.forget();
    if (!response.isOk) throw refused(attempt, response.status, codeOf(response.body), response.retryAfter);
    const read = answer.safeParse(response.body);
    if (!read.success) throw unreadable(attempt);
    return read.data;
  };
}

/** One request, and its answer as it is. @throws PlatformError where there was none */
export async function ask(
  { requestTimeoutMs = REQUEST_TIMEOUT_MS }: TeamsConfig,
  attempt: Attempt,
  url: URL,
  init: RequestInit,
) {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(requestTimeoutMs) });
    const { ok: isOk, status, headers } = response;
    const text = await response.text();
    return { isOk, status, retryAfter: headers.get('retry-after'), body: asJson(text) };
  } catch (error) {
    throw unanswered(attempt, error);
  }
}

/** What an answer calls its own error. */
export const codeOf = (body: unknown): string => errorSchema.safeParse(body).data?.error.code ?? '';

function asJson(text: string): unknown {
  try {
    return text === '' ? {} : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
