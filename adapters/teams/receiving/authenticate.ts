import { ConfigurationBotFrameworkAuthentication, type Activity } from 'botbuilder';
import type { Clock } from '../../../src/clock.ts';
import { BOT_SCOPE, PUBLIC_CLOUD, type TeamsConfig } from '../teams-config.ts';

export type Identity = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>>;

/** What of an activity the token must fit. */
export type Claimed = Pick<Activity, 'channelId' | 'serviceUrl'>;

/**
 * Who sends an activity; undefined when that is not proved.
 * @param authorization the request's header
 * @throws Error when it cannot be told now: Microsoft's keys could not be fetched
 */
export type Authenticate = (authorization: string, claimed: Claimed) => Promise<Identity | undefined>;

/** Tokens are good for an hour or so, and come from few hosts. */
const MOST_KEPT = 1_000;

/**
 * The Bot Framework's own check of a token: signature, issuer, audience, times, and the service's address. A proved
 * identity is kept by its token until that expires.
 */
export function createAuthenticate(
  config: TeamsConfig,
  authentication: ConfigurationBotFrameworkAuthentication,
  clock: Clock,
) {
  const { tokenIssuer } = config.cloud ?? PUBLIC_CLOUD;
  const kept = new Map<string, { readonly identity: Identity; readonly until: number }>();
  const prove = (authorization: string, claimed: Claimed) =>
    authentication.authenticateRequest({ ...claimed } as Activity, authorization);

  const authenticate: Authenticate = async (authorization, claimed) => {
    if (!config.app) return prove('', claimed);
    const claims = claimsOf(authorization);
    // The library has ways for emulators and for other bots, which trust any tenant's tokens, never look at the
    // service's address, and remember each tenant that anybody names. None of them is ours.
    if (claims?.iss !== tokenIssuer) return undefined;
    const key = JSON.stringify([authorization, claimed.channelId, claimed.serviceUrl]);
    const known = kept.get(key);
    if (known && clock.now().getTime() < known.until) return known.identity;
    kept.delete(key);
    const identity = await prove(authorization, claimed).catch(refusedOrRethrow);
    if (identity) {
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(key, { identity, until: claims.exp * 1000 });
    }
    return identity;
  };
  return authenticate;
}

/** What botbuilder needs to know; one setting of the cloud disables all its defaults, so that all are named. */
export function createBotAuthentication({
  app,
  cloud = PUBLIC_CLOUD,
}: TeamsConfig): ConfigurationBotFrameworkAuthentication {
  const login = `${cloud.loginUrl}botframework.com`;
  const credentials = app && {
    MicrosoftAppId: app.id,
    MicrosoftAppPassword: app.password,
    MicrosoftAppTenantId: app.tenantId,
    MicrosoftAppType: app.type,
  };
  return new ConfigurationBotFrameworkAuthentication({
    ...credentials,
    ToChannelFromBotLoginUrl: login,
    ToChannelFromBotOAuthScope: BOT_SCOPE.replace('/.default', ''),
    ToBotFromChannelTokenIssuer: cloud.tokenIssuer,
    ToBotFromChannelOpenIdMetadataUrl: cloud.openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: cloud.openIdMetadataUrl,
    OAuthUrl: 'https://api.botframework.com',
    ValidateAuthority: 'true',
  });
}

const REFUSALS = /^(JsonWebTokenError|TokenExpiredError|NotBeforeError)$/;

const UNAUTHORIZED = 401;

/** What is wrong with a token, told apart from what is wrong with the way to Microsoft's keys. */
function refusedOrRethrow(error: unknown): undefined {
  const isRefusal =
    error instanceof Error &&
    (REFUSALS.test(error.name) || ('statusCode' in error && error.statusCode === UNAUTHORIZED));
  if (!isRefusal) throw error;
}

/** What a token says of itself; nothing of it is proved. */
function claimsOf(authorization: string): { readonly iss: string; readonly exp: number } | undefined {
  const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization) ?? [];
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null || !('iss' in claims) || !('exp' in claims)) return undefined;
    const { iss, exp } = claims;
    return typeof iss === 'string' && typeof exp === 'number' ? { iss, exp } : undefined;
  } catch {
    return undefined;
  }
}
