import { randomBytes } from 'node:crypto';
import type { AuthorizeRequest } from '../protocol.ts';
import { APP_CLIENT, HOME, type Workspace } from '../world-types.ts';
import type { World } from '../world.ts';
import { ApiError } from './api-error.ts';
import type { Arguments } from './arguments.ts';
import type { Call, Outcome } from './method.ts';

const NO_TOKEN = 'none-';

/** By this name the exchange of a code for a token is in the ledger, and faults find it. */
export const OAUTH_ACCESS = 'oauth.v2.access';

/** What people allow on Slack's own page, and the tokens that come of it (docs.slack.dev/authentication/installing-with-oauth). */
export class Grants {
  readonly #codes = new Map<string, AuthorizeRequest>();
  #count = 0;

  constructor(private readonly world: World) {}

  /** Somebody presses Allow. @returns the code that their browser brings back */
  allow(request: AuthorizeRequest): string {
    if (request.clientId !== APP_CLIENT.clientId) throw new Error(`No app has the client id ${request.clientId}.`);
    const code = `${this.world.workspace(request.teamId).teamId}.${randomBytes(8).toString('hex')}`;
    this.#codes.set(code, request);
    return code;
  }

  /** docs.slack.dev/reference/methods/oauth.v2.access: a code works once. @throws ApiError */
  exchange(args: Arguments, authorization: string): Outcome {
    const [clientId, clientSecret] = credentialsOf(args, authorization);
    if (clientId !== APP_CLIENT.clientId) throw new ApiError('invalid_client_id');
    if (clientSecret !== APP_CLIENT.clientSecret) throw new ApiError('bad_client_secret');
    const code = args.required('code', 'invalid_code');
    const granted = this.#codes.get(code);
    if (granted === undefined) throw new ApiError('invalid_code');
    if (args.text('redirect_uri') !== granted.redirectUri) throw new ApiError('bad_redirect_uri');
    this.#codes.delete(code);
    return { body: this.#answer(this.#install(granted.teamId), granted) };
  }

  /** A workspace that has the app keeps its token: without token rotation there is one for each. */
  #install(teamId: string): Workspace {
    const known = this.world.workspace(teamId);
    if (!known.botToken.startsWith(NO_TOKEN) && !this.world.isRevoked(known.botToken)) return known;
    this.#count += 1;
    return this.world.addWorkspace({ ...known, botToken: `xoxb-stand-in-${teamId}-${this.#count}` });
  }

  #answer({ botToken, botUserId, teamId, name, appId }: Workspace, { scope, user }: AuthorizeRequest) {
    return {
      app_id: appId,
      authed_user: { id: user ?? 'U0INSTALLER' },
      scope,
      token_type: 'bot',
      access_token: botToken,
      bot_user_id: botUserId,
      team: { id: teamId, name },
      enterprise: null,
      is_enterprise_install: false,
    };
  }
}

/** docs.slack.dev/reference/methods/auth.revoke: the token ends, and its bot leaves all channels. */
export function revokeToken({ workspace, world }: Call): Outcome {
  world.uninstall(workspace.teamId);
  return { body: { revoked: true } };
}

/** Slack takes them as Basic authentication, too. */
function credentialsOf(args: Arguments, authorization: string): (string | undefined)[] {
  const basic = /^Basic (.+)$/.exec(authorization)?.[1];
  if (basic !== undefined) return Buffer.from(basic, 'base64').toString().split(':');
  return [args.text('client_id'), args.text('client_secret')];
}

/** A workspace in which our app was not installed yet: it has no token that works. */
export const withoutApp = (teamId: string, name: string): Workspace => ({
  teamId,
  name,
  botToken: `${NO_TOKEN}${teamId}`,
  botUserId: `U0BOT${teamId}`,
  botId: `B0BOT${teamId}`,
  appId: HOME.appId,
  appName: HOME.appName,
});
