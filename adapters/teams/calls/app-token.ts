import { z } from 'zod';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import type { Clock } from '../../../src/clock.ts';
import { BOT_SCOPE, GRAPH_SCOPE, PUBLIC_CLOUD, REQUEST_TIMEOUT_MS, type TeamsConfig } from '../teams-config.ts';
import { refused, unanswered } from './teams-errors.ts';

export interface AppToken {
  /** With what we speak; undefined where there is no app, only a playground. @throws PlatformError */
  get(): Promise<string | undefined>;
  /** It was refused: the next one is fetched. */
  forget(): void;
}

/** To whom a token of ours is shown, and to nobody else: the Bot Connector, or the directory of a tenant. */
export type Audience = 'connector' | { readonly directoryOf: string };

/** Milliseconds before its end at which a token is replaced. */
const MARGIN_MS = 5 * 60 * 1000;

/** Tokens of bots for many tenants come from here (learn.microsoft.com/azure/bot-service/rest-api/…-authentication). */
const BOTS_TENANT = 'botframework.com';

const given = z.object({ access_token: z.string().min(1), expires_in: z.number() });

/** Getting a token does nothing to anybody. */
const ATTEMPT = { name: 'sign-in', repeatable: true };

/** Our own token, by the client credentials of the app. Those who ask at the same time share one request. */
export function createAppToken(config: TeamsConfig, audience: Audience, clock: Clock): AppToken {
  let kept: { readonly token: string; readonly until: number } | undefined;
  let underWay: Promise<string> | undefined;
  const renew = async (): Promise<string> => {
    const { access_token: token, expires_in: seconds } = await fetchToken(config, audience);
    kept = { token, until: clock.now().getTime() + seconds * 1000 - MARGIN_MS };
    return token;
  };
  return {
    async get() {
      if (!config.app) return undefined;
      if (kept && clock.now().getTime() < kept.until) return kept.token;
      underWay ??= renew().finally(() => (underWay = undefined));
      return underWay;
    },
    forget: () => void (kept = undefined),
  };
}

async function fetchToken(
  { app, cloud = PUBLIC_CLOUD, requestTimeoutMs = REQUEST_TIMEOUT_MS }: TeamsConfig,
  audience: Audience,
) {
  if (!app) throw new PlatformError('unauthorized', 'Teams has no app to sign in with.');
  const ofBots = app.type === 'SingleTenant' ? app.tenantId : BOTS_TENANT;
  // What is in its directory only the tenant itself lets us read.
  const [tenant, scope] = audience === 'connector' ? [ofBots, BOT_SCOPE] : [audience.directoryOf, GRAPH_SCOPE];
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: app.id,
    client_secret: app.password,
    scope,
  });
  try {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const response = await fetch(`${cloud.loginUrl}${tenant}/oauth2/v2.0/token`, { method: 'POST', body, signal });
    const answer: unknown = await response.json().catch(() => undefined);
    // A wrong secret is a 401, a wrong app or tenant a 400.
    if (!response.ok) throw refused(ATTEMPT, response.status === 400 ? 401 : response.status, '', null);
    return given.parse(answer);
  } catch (error) {
    throw unanswered(ATTEMPT, error);
  }
}
