import { Router } from '@koa/router';
import { InstallProvider, type Installation, type InstallURLOptions } from '@slack/oauth';
import type { Context, Middleware } from 'koa';
import type { Installations, Joined, NewlyInstalled } from '../../../src/chat/installations.ts';
import { showPage, type PublicPage } from '../../../src/chat/public-page.ts';
import { AppError, forbidden, messageOf } from '../../../src/errors.ts';
import type { Log } from '../../../src/log.ts';
import { clientOptions, type ClientConfig } from '../calls/slack-calls.ts';
import { SLACK, type SlackInstallConfig } from '../slack-config.ts';
import { createSlackLogger } from '../slack-logger.ts';
import { BOT_SCOPES } from '../slack-surface.ts';
import type { SlackWorkspaces } from '../slack-workspaces.ts';
import { giveBackToken } from './give-back-token.ts';

export const INSTALL_PATH = '/slack/install';
const REDIRECT_PATH = '/slack/oauth_redirect';

export interface InstallDeps {
  readonly installations: Installations;
  readonly workspaces: Pick<SlackWorkspaces, 'isFixedHome'>;
  readonly log: Log;
}

/**
 * "Add to Slack": a link of ours leads to Slack's own page, and that one back to us with a code for a token
 * (docs.slack.dev/authentication/installing-with-oauth). Whoever has no link gets no further than our first page.
 */
export function createInstallRoutes(install: SlackInstallConfig, client: ClientConfig, deps: InstallDeps): Middleware {
  const router = new Router();
  router.get(INSTALL_PATH, (ctx) => begin(ctx, install, client, deps));
  router.get(REDIRECT_PATH, (ctx) => finish(ctx, install, client, deps));
  return router.routes() as unknown as Middleware;
}

async function begin(ctx: Context, install: SlackInstallConfig, client: ClientConfig, deps: InstallDeps) {
  const link = ctx.query['link'];
  if (typeof link !== 'string' || link === '') {
    showPage(ctx, NO_LINK);
    return;
  }
  try {
    const state = await deps.installations.begin(SLACK, link);
    const provider = createProvider(install, client, deps, { state });
    // It writes the answer itself: a redirection, and the cookie that ties the state to this browser.
    ctx.set('Cache-Control', 'no-store');
    await provider.handleInstallPath(ctx.req, ctx.res);
    ctx.respond = false;
  } catch (error) {
    showPage(ctx, pageOf(error, deps.log));
  }
}

async function finish(ctx: Context, install: SlackInstallConfig, client: ClientConfig, deps: InstallDeps) {
  const told: Told = {};
  const provider = createProvider(install, client, deps, told);
  let fault: unknown;
  await provider.handleCallback(ctx.req, ctx.res, {
    success: () => undefined,
    failure: (error) => void (fault = told.fault ?? error),
  });
  showPage(ctx, told.joined ? joinedPage(told.joined) : pageOf(fault, deps.log));
}

/** What one request has come to, beside what the provider itself tells of it. */
interface Told {
  /** The state with which somebody is to come back. */
  readonly state?: string;
  joined?: Joined;
  fault?: unknown;
}

/** One for each request: it holds nothing, and its stores then know which request they serve. */
function createProvider(
  { clientId, clientSecret, publicUrl }: SlackInstallConfig,
  client: ClientConfig,
  deps: InstallDeps,
  told: Told,
): InstallProvider {
  const { installations, log } = deps;
  const options: InstallURLOptions = { scopes: [...BOT_SCOPES], redirectUri: `${publicUrl}${REDIRECT_PATH}` };
  /** The provider makes of every fault one of its own. */
  const keeping = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((fault: unknown) => {
      told.fault = fault;
      throw fault;
    });
  return new InstallProvider({
    clientId,
    clientSecret,
    directInstall: true,
    installUrlOptions: options,
    clientOptions: clientOptions(client),
    logger: createSlackLogger(log),
    stateStore: {
      generateStateParam: () => Promise.resolve(told.state ?? ''),
      verifyStateParam: async (_now, state) => {
        await keeping(installations.takeState(state));
        return { ...options, metadata: state };
      },
    },
    installationStore: {
      storeInstallation: async (installation) => {
        told.joined = await keeping(keep(installation, client, deps));
      },
      fetchInstallation: () => Promise.reject(new Error('Tokens are not asked for here.')),
    },
  });
}

async function keep(installation: Installation, client: ClientConfig, deps: InstallDeps): Promise<Joined> {
  const { team, bot, metadata, isEnterpriseInstall } = installation;
  if (!team || !bot || isEnterpriseInstall) {
    throw forbidden('Install the app in one workspace, not in a whole organisation. Nothing was changed.');
  }
  if (await deps.workspaces.isFixedHome(team.id)) {
    throw forbidden('This workspace runs Switchboard, and cannot be a guest of its own. Nothing was changed.');
  }
  const installed: NewlyInstalled = {
    platform: SLACK,
    workspaceId: team.id,
    name: team.name ?? team.id,
    token: bot.token,
  };
  try {
    return await deps.installations.finish(metadata ?? '', installed);
  } catch (error) {
    // Of any other fault nobody knows whether it came before the token was kept, and the link may still work.
    if (error instanceof AppError) await giveBackToken(installed, client, deps);
    throw error;
  }
}

const NO_LINK: PublicPage = {
  status: 403,
  title: 'A link is needed',
  text:
    'Switchboard joins a workspace by a link that works once. Ask the support team that you want to reach for one; ' +
    'they make it with /desk invite.',
};

const joinedPage = ({ merchant }: Joined): PublicPage => ({
  status: 200,
  title: 'Switchboard is in your workspace',
  text:
    merchant === null
      ? 'This workspace is home. In Slack, write /desk help in the agents’ channel to set everything up.'
      : `Invite @Switchboard into the channel in which ${merchant} asks for help: that connects it.`,
});

function pageOf(error: unknown, log: Log): PublicPage {
  const title = 'This workspace was not connected';
  if (error instanceof AppError && error.status < 500) return { status: error.status, title, text: error.message };
  const code = codeOf(error);
  if (code === 'slack_oauth_installer_authorization_error') {
    return { status: 400, title, text: 'You did not allow it in Slack. Nothing was changed; the link still works.' };
  }
  if (FORGED.has(code)) return { status: 400, title, text: NOT_BEGUN_HERE };
  log.error({ reason: messageOf(error) }, 'a workspace could not be connected');
  const isSlacks = code.startsWith('slack_webapi');
  return { status: isSlacks ? 502 : 500, title, text: isSlacks ? SLACKS_FAULT : OUR_FAULT };
}

const FORGED = new Set(['slack_oauth_invalid_state', 'slack_oauth_missing_state', 'slack_oauth_missing_code']);

const NOT_BEGUN_HERE =
  'This did not begin in this browser. Open the link that you were sent and go on from there, with cookies allowed.';
const SLACKS_FAULT = 'Slack did not confirm it. Nothing was changed: open the link once more and try again.';
const OUR_FAULT = 'Something went wrong on our side. Nothing was changed: open the link once more in a while.';

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
