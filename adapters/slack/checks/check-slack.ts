import type { FetchFunction } from '@slack/web-api';
import { z } from 'zod';
import type { Address } from '../../../src/chat/address.ts';
import { compareClocks, type Checkup, type Finding, type LetIn } from '../../../src/chat/checkup.ts';
import { messageOf } from '../../../src/errors.ts';
import type { Log } from '../../../src/log.ts';
import { checkChannels } from './check-slack-channels.ts';
import { fetchFromSlack } from '../calls/fetch-from-slack.ts';
import { createSlackCall, type ClientConfig, type SlackCall } from '../calls/slack-calls.ts';
import type { SlackConfig, SlackDeps, SlackInstallConfig } from '../slack-config.ts';
import { isAbsent } from '../calls/slack-errors.ts';
import { BOT_SCOPES } from '../slack-surface.ts';

/** An operator waits. In ms, for each request. */
const ASK_WITHIN_MS = 5_000;

const TOKEN = 'Slack token';
const SOCKET = 'Slack Socket Mode';
const CLIENT = 'Slack client';
const GUEST = 'Slack guest';

const identity = z.object({ team: z.string(), team_id: z.string(), user: z.string() });

/** Asks Slack how our tokens, scopes, clock and channels stand; nothing is posted. */
export function createSlackCheckup(config: SlackConfig, { log, clock }: SlackDeps): Checkup {
  const { botToken, appToken, install } = config;
  const asking: ClientConfig = { apiUrl: config.apiUrl, requestTimeoutMs: ASK_WITHIN_MS };
  const askerWith = (token: string) => createAsker(token, asking, log);
  return {
    async check(channels, letIn) {
      const homeToken = botToken ?? letIn.find(({ isHome }) => isHome)?.token;
      const home = homeToken === undefined ? undefined : await askHome(askerWith(homeToken), clock.now());
      const guests = letIn.filter(({ token, workspaceId }) => token !== homeToken && workspaceId !== home?.workspaceId);
      return [
        ...(home?.findings ?? [NO_HOME]),
        ...(appToken === undefined ? [] : [await checkSocket(createSlackCall(appToken, asking, { log }))]),
        ...(install ? [await checkClient(install, createSlackCall(undefined, asking, { log }))] : []),
        ...(await Promise.all(guests.map((guest) => checkGuest(guest, askerWith(guest.token))))),
        ...(await checkChannels(channels, callIn(install !== undefined, home, guests, askerWith))),
      ];
    },
  };
}

const NO_HOME: Finding = {
  what: TOKEN,
  state: 'fail',
  detail: 'no workspace is home',
  remedy: 'set SLACK_BOT_TOKEN, or follow the link of POST /api/install-links with {"platform": "slack"}',
};

interface Asker {
  readonly call: SlackCall;
  /** Of the last answer. */
  readonly header: (name: string) => string | null;
}

function createAsker(token: string, asking: ClientConfig, log: Log): Asker {
  let headers: Pick<Headers, 'get'> = new Headers();
  const fetch: FetchFunction = async (url, init) => {
    const response = await fetchFromSlack(url, init);
    headers = response.headers;
    return response;
  };
  return { call: createSlackCall(token, asking, { log, fetch }), header: (name) => headers.get(name) };
}

interface Home {
  readonly findings: readonly Finding[];
  /** Undefined where the token is not good. */
  readonly workspaceId?: string;
  readonly call?: SlackCall;
}

async function askHome({ call, header }: Asker, now: Date): Promise<Home> {
  try {
    const { team, team_id: workspaceId, user } = await call('auth.test', {}, identity);
    const token: Finding = { what: TOKEN, state: 'ok', detail: `@${user} in ${team} (${workspaceId})` };
    const findings = [token, checkScopes(header('x-oauth-scopes')), ...checkClock(header('date'), now)];
    return { findings, workspaceId, call };
  } catch (error) {
    return { findings: [{ what: TOKEN, state: 'fail', detail: messageOf(error) }] };
  }
}

/** @param granted as Slack tells with every answer: separated by commas */
export function checkScopes(granted: string | null): Finding {
  const what = 'Slack scopes';
  if (granted === null) return { what, state: 'look', detail: 'Slack did not tell which the token has' };
  const missing = missingOf(granted);
  if (missing.length === 0) return { what, state: 'ok', detail: 'all of manifest.json' };
  const remedy = 'add them under OAuth & Permissions, or paste manifest.json, then install the app again';
  return { what, state: 'fail', detail: `missing: ${missing.join(', ')}`, remedy };
}

function missingOf(granted: string): readonly string[] {
  const has = new Set(granted.split(',').map((scope) => scope.trim()));
  return BOT_SCOPES.filter((scope) => !has.has(scope));
}

function checkClock(date: string | null, now: Date): Finding[] {
  const slackTime = Date.parse(date ?? '');
  return Number.isNaN(slackTime) ? [] : [compareClocks('Clock', "Slack's", slackTime - now.getTime())];
}

async function checkSocket(call: SlackCall): Promise<Finding> {
  try {
    await call('apps.connections.open', {}, z.object({}));
    return { what: SOCKET, state: 'ok', detail: 'a socket could be opened' };
  } catch (error) {
    const remedy = 'check SLACK_APP_TOKEN, its scope connections:write, and that Socket Mode is on';
    return { what: SOCKET, state: 'fail', detail: messageOf(error), remedy };
  }
}

/** Whom Slack knows it tells that this code is none; whom it does not know it tells that. */
async function checkClient(
  { clientId, clientSecret, publicUrl }: SlackInstallConfig,
  call: SlackCall,
): Promise<Finding> {
  const args = { client_id: clientId, client_secret: clientSecret, code: 'none' };
  const error: unknown = await call('oauth.v2.access', args, z.object({})).catch((fault: unknown) => fault);
  if (isAbsent(error, 'invalid_code')) {
    return { what: CLIENT, state: 'ok', detail: `workspaces join by links to ${publicUrl}` };
  }
  const isRefused = isAbsent(error, 'invalid_client_id', 'bad_client_secret');
  return { what: CLIENT, state: isRefused ? 'fail' : 'look', detail: messageOf(error) };
}

async function checkGuest({ name, workspaceId }: LetIn, { call, header }: Asker): Promise<Finding> {
  const remedy = 'let it in again by a link of /desk invite';
  const who = `${name} (${workspaceId})`;
  try {
    await call('auth.test', {}, identity);
    const missing = missingOf(header('x-oauth-scopes') ?? BOT_SCOPES.join(','));
    if (missing.length === 0) return { what: GUEST, state: 'ok', detail: who };
    return { what: GUEST, state: 'fail', detail: `${who} did not allow: ${missing.join(', ')}`, remedy };
  } catch (error) {
    return { what: GUEST, state: 'fail', detail: `${who}: ${messageOf(error)}`, remedy };
  }
}

/** As the bot of which workspace each channel is asked about: where none may join by a link, home's is for all. */
function callIn(
  mayJoin: boolean,
  home: Home | undefined,
  guests: readonly LetIn[],
  askerWith: (token: string) => Asker,
): (channel: Address) => SlackCall | undefined {
  const calls = new Map(guests.map(({ workspaceId, token }) => [workspaceId, askerWith(token).call]));
  return ({ workspaceId }) => (!mayJoin || workspaceId === home?.workspaceId ? home?.call : calls.get(workspaceId));
}
