import { z } from 'zod';
import type { Installations, Installed } from '../../src/chat/installations.ts';
import { PlatformError } from '../../src/chat/platform-error.ts';
import type { Clock } from '../../src/clock.ts';
import { AppError, messageOf } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';
import { createSlackDownload, type SlackDownload } from './files/slack-download.ts';
import { createSlackCall, type SlackCall } from './calls/slack-calls.ts';
import { SLACK, type SlackConfig } from './slack-config.ts';
import { isAbsent } from './calls/slack-errors.ts';
import { createWhoAmI, type WhoAmI } from './calls/slack-identity.ts';
import { watchToken, type TokenWatch } from './checks/watch-token.ts';

/** Our bot in one workspace. */
export interface SlackWorkspace {
  readonly call: SlackCall;
  readonly whoAmI: WhoAmI;
  readonly download: SlackDownload;
}

/** The workspaces in which our bot is, each spoken to with its own token. */
export interface SlackWorkspaces {
  /** Speaks as the bot of this workspace; its calls reject with PlatformError where there is none. */
  readonly of: (workspaceId: string) => SlackWorkspace;
  readonly home: SlackWorkspace;
  /** Whether Slack refuses the token that we were started with. Rejects with PlatformError when it does not tell. */
  readonly isHomeRefused: () => Promise<boolean>;
  /** Whether it is home, or has let our app in. Rejects when that cannot be told now. */
  readonly isOurs: (workspaceId: string) => Promise<boolean>;
  /** Whether it is home by the token that we were started with. Rejects with PlatformError. */
  readonly isFixedHome: (workspaceId: string) => Promise<boolean>;
  /** Slack says that our app was taken out there: so it is once Slack refuses the token. Rejects to be told again. */
  readonly checkEnd: (workspaceId: string) => Promise<void>;
}

export interface SlackWorkspacesDeps {
  readonly log: Log;
  readonly clock: Clock;
  readonly installations: Installations | undefined;
  /** Slack refuses the token of this installation: it has ended. */
  readonly onEnded: (workspaceId: string, serial: number) => Promise<void>;
}

/** What another replica has done is heard by Slack's refusal, or after this time. */
const KEPT_MS = 60_000;

/** Of a token that was revoked, by whatever way (docs.slack.dev/reference/methods/auth.test#errors). */
const REVOKED = ['token_revoked', 'account_inactive'];
/** Says so, too, but also says that our address is not allowed: alone it proves nothing. */
const REFUSED = 'invalid_auth';

/** Home by the token that we were started with. */
interface FixedHome extends SlackWorkspace {
  readonly isRefused: TokenWatch['isRefused'];
}

interface Kept extends SlackWorkspace {
  readonly installed: Installed;
  readonly until: number;
}

export function createSlackWorkspaces(config: SlackConfig, deps: SlackWorkspacesDeps): SlackWorkspaces {
  const { installations, log } = deps;
  const fixed = config.botToken === undefined ? undefined : speakAtHome(config.botToken, config, deps);
  // Without installations there is one token, and it is for all that it reaches.
  if (!installations) return alone(fixed ?? nobody);

  const kept = createKept(config, { ...deps, installations });
  let homeId: string | undefined;
  const isFixedHome = async (workspaceId: string): Promise<boolean> => {
    homeId ??= (await fixed?.whoAmI())?.workspaceId;
    return fixed !== undefined && homeId === workspaceId;
  };

  const noteEnd = async (workspaceId: string, { installed: { serial } }: Kept): Promise<void> => {
    kept.forget(workspaceId, serial);
    await deps.onEnded(workspaceId, serial);
  };

  const use = async <T>(workspaceId: string, work: (workspace: SlackWorkspace) => Promise<T>): Promise<T> => {
    if (fixed && homeId === workspaceId) return work(fixed);
    const found = await kept.find(workspaceId).catch(asPlatformError);
    if (found === null || found === 'ended') {
      if (fixed && (await isFixedHome(workspaceId))) return work(fixed);
      throw found === null ? unknown(workspaceId) : ended(workspaceId);
    }
    return work(found).catch(async (error: unknown) => {
      const isOver = isAbsent(error, ...REVOKED);
      if (isOver) await noteEnd(workspaceId, found).catch((fault: unknown) => log.warn(messageOf(fault)));
      throw error;
    });
  };

  const of = (workspaceId: string): SlackWorkspace => ({
    call: (method, args, answer) => use(workspaceId, ({ call }) => call(method, args, answer)),
    whoAmI: () => use(workspaceId, ({ whoAmI }) => whoAmI()),
    download: (address, bytes) => use(workspaceId, ({ download }) => download(address, bytes)),
  });

  return {
    of,
    home: fixed ?? installedHome(installations, of),
    isHomeRefused: () => (fixed ?? nobody).isRefused(),
    isFixedHome,
    isOurs: async (workspaceId) => {
      if (fixed && homeId === undefined) isFixedHome(workspaceId).catch(() => undefined);
      if (homeId === workspaceId) return true;
      const found = await kept.find(workspaceId);
      if (found !== null && found !== 'ended') return true;
      // While Slack has not said who we are, nothing of our own may be lost, and no event waits for that.
      return fixed !== undefined && (homeId ?? workspaceId) === workspaceId;
    },
    checkEnd: async (workspaceId) => {
      const found = await kept.find(workspaceId);
      if (found === null) await hearOf(fixed ?? nobody);
      if (found === null || found === 'ended') return;
      const error = await hearOf(found);
      if (isAbsent(error, ...REVOKED, REFUSED)) return noteEnd(workspaceId, found);
      if (error instanceof PlatformError) throw error;
      log.info({ workspace: workspaceId }, 'a token of Slack was revoked that is not in use any more');
    },
  };
}

/** What was looked up stays for a while; what is not there is looked up each time, for it may come at any moment. */
function createKept(
  config: SlackConfig,
  { installations, clock, log }: SlackWorkspacesDeps & { readonly installations: Installations },
) {
  const kept = new Map<string, Kept>();
  return {
    async find(workspaceId: string): Promise<Kept | 'ended' | null> {
      const now = clock.now().getTime();
      const known = kept.get(workspaceId);
      if (known && known.until > now) return known;
      kept.delete(workspaceId);
      const installed = await installations.find({ platform: SLACK, workspaceId });
      if (installed === null || installed === 'ended') return installed;
      const found = { ...speakWith(installed.token, config, { log }), installed, until: now + KEPT_MS };
      kept.set(workspaceId, found);
      return found;
    },
    /** Only this installation: what was installed since goes on. */
    forget(workspaceId: string, serial: number): void {
      if (kept.get(workspaceId)?.installed.serial === serial) kept.delete(workspaceId);
    },
  };
}

/** Asks Slack for a word about a token. Never rejects. @returns what was wrong */
const hearOf = ({ call }: SlackWorkspace): Promise<unknown> =>
  call('auth.test', {}, z.object({})).then(
    () => undefined,
    (fault: unknown) => fault,
  );

const alone = (workspace: FixedHome): SlackWorkspaces => ({
  of: () => workspace,
  home: workspace,
  isHomeRefused: () => workspace.isRefused(),
  isOurs: () => Promise.resolve(true),
  isFixedHome: () => Promise.resolve(true),
  checkEnd: async () => {
    await hearOf(workspace);
  },
});

function installedHome(installations: Installations, of: SlackWorkspaces['of']): SlackWorkspace {
  const find = async (): Promise<SlackWorkspace> => {
    const home = await installations.findHome(SLACK).catch(asPlatformError);
    return home ? of(home.workspaceId) : nowhere;
  };
  return {
    call: async (method, args, answer) => (await find()).call(method, args, answer),
    whoAmI: async () => (await find()).whoAmI(),
    download: async (address, bytes) => (await find()).download(address, bytes),
  };
}

const noHome = (): Promise<never> =>
  Promise.reject(
    new PlatformError('unauthorized', 'Slack has no home workspace: set SLACK_BOT_TOKEN, or install the app as that.'),
  );

const nowhere: SlackWorkspace = { call: noHome, whoAmI: noHome, download: noHome };

/** There is no token that could be refused. */
const nobody: FixedHome = { ...nowhere, isRefused: () => Promise.resolve(false) };

function speakWith(token: string, config: SlackConfig, deps: { readonly log: Log }): SlackWorkspace {
  const call = createSlackCall(token, config, deps);
  return { call, whoAmI: createWhoAmI(call), download: createSlackDownload(token, config) };
}

function speakAtHome(token: string, config: SlackConfig, deps: { readonly log: Log }): FixedHome {
  const { call, isRefused } = watchToken(createSlackCall(token, config, deps), deps.log);
  return { call, whoAmI: createWhoAmI(call), download: createSlackDownload(token, config), isRefused };
}

/** What the core could not tell. A database that is away comes back; a token that cannot be read does not by itself. */
function asPlatformError(error: unknown): never {
  throw new PlatformError(error instanceof AppError ? 'unauthorized' : 'transient', messageOf(error));
}

const ended = (workspaceId: string): PlatformError =>
  new PlatformError(
    'gone',
    `Switchboard was removed from Slack workspace ${workspaceId}: an admin there can install it again, by a new link.`,
  );

const unknown = (workspaceId: string): PlatformError =>
  new PlatformError(
    'unauthorized',
    `Switchboard is not installed in Slack workspace ${workspaceId}: let it join by a link of \`/desk invite\`.`,
  );
