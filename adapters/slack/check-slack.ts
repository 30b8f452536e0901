import type { FetchFunction } from '@slack/web-api';
import { z } from 'zod';
import type { Address } from '../../src/chat/address.ts';
import { compareClocks, type Checkup, type Finding } from '../../src/chat/checkup.ts';
import { PlatformError } from '../../src/chat/platform-error.ts';
import { messageOf } from '../../src/errors.ts';
import { fetchFromSlack } from './fetch-from-slack.ts';
import { createSlackCall, type SlackCall } from './slack-calls.ts';
import type { SlackConfig, SlackDeps } from './slack-config.ts';
import { BOT_SCOPES } from './slack-surface.ts';

/** An operator waits. In ms, for each request. */
const ASK_WITHIN_MS = 5_000;
/** Slack answers about 50 of these questions in a minute. */
const MOST_CHANNELS = 40;

const TOKEN = 'Slack token';
const SOCKET = 'Slack Socket Mode';

const WITHOUT_TOKEN: Finding = {
  what: TOKEN,
  state: 'look',
  detail: 'none is set: home is the workspace that was let in by a link, and was not asked',
};

const identity = z.object({ team: z.string(), team_id: z.string(), user: z.string() });
const channelInfo = z.object({
  channel: z.object({
    name: z.string().optional(),
    is_member: z.boolean().optional(),
    is_archived: z.boolean().optional(),
  }),
});

/** Asks Slack how our tokens, scopes, clock and channels stand; nothing is posted. */
export function createSlackCheckup(config: SlackConfig, { log, clock }: SlackDeps): Checkup {
  const { botToken, appToken } = config;
  const asking = { ...config, requestTimeoutMs: ASK_WITHIN_MS };
  let headers: Pick<Headers, 'get'> = new Headers();
  const fetch: FetchFunction = async (url, init) => {
    const response = await fetchFromSlack(url, init);
    headers = response.headers;
    return response;
  };
  const callAsApp = appToken === undefined ? undefined : createSlackCall(appToken, asking, { log });
  return {
    async check(channels) {
      if (botToken === undefined) return [WITHOUT_TOKEN];
      const call = createSlackCall(botToken, asking, { log, fetch });
      const token = await checkToken(call);
      if (token.state === 'fail') return [token];
      const heard = headers;
      return [
        token,
        checkScopes(heard.get('x-oauth-scopes')),
        ...checkClock(heard.get('date'), clock.now()),
        ...(callAsApp ? [await checkSocket(callAsApp)] : []),
        ...(await checkChannels(channels, call)),
      ];
    },
  };
}

async function checkToken(call: SlackCall): Promise<Finding> {
  try {
    const { team, team_id, user } = await call('auth.test', {}, identity);
    return { what: TOKEN, state: 'ok', detail: `@${user} in ${team} (${team_id})` };
  } catch (error) {
    return { what: TOKEN, state: 'fail', detail: messageOf(error) };
  }
}

/** @param granted as Slack tells with every answer: separated by commas */
export function checkScopes(granted: string | null): Finding {
  const what = 'Slack scopes';
  if (granted === null) return { what, state: 'look', detail: 'Slack did not tell which the token has' };
  const has = new Set(granted.split(',').map((scope) => scope.trim()));
  const missing = BOT_SCOPES.filter((scope) => !has.has(scope));
  if (missing.length === 0) return { what, state: 'ok', detail: 'all of manifest.json' };
  const remedy = 'add them under OAuth & Permissions, or paste manifest.json, then install the app again';
  return { what, state: 'fail', detail: `missing: ${missing.join(', ')}`, remedy };
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

/** One after another; when Slack stops answering there is no use in asking on. */
async function checkChannels(channels: readonly Address[], call: SlackCall): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [index, channel] of channels.entries()) {
    if (index === MOST_CHANNELS) return [...findings, notAsked(channels.length - index, 'Slack limits how many')];
    try {
      findings.push(await checkChannel(channel, call));
    } catch (error) {
      return [...findings, notAsked(channels.length - index, messageOf(error))];
    }
  }
  return findings;
}

const notAsked = (count: number, detail: string): Finding => ({
  what: 'Slack channels',
  state: 'look',
  detail: `${count} could not be asked about: ${detail}`,
});

async function checkChannel({ channelId }: Address, call: SlackCall): Promise<Finding> {
  const what = `Slack ${channelId}`;
  const invite = 'invite the bot with /invite';
  try {
    const { channel } = await call('conversations.info', { channel: channelId }, channelInfo);
    const name = `#${channel.name ?? channelId}`;
    if (channel.is_archived) {
      return { what, state: 'fail', detail: `${name} is archived`, remedy: 'unarchive it, or connect another' };
    }
    if (!channel.is_member) return { what, state: 'fail', detail: `the bot is not in ${name}`, remedy: invite };
    return { what, state: 'ok', detail: `the bot is in ${name}` };
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind !== 'gone') throw error;
    return {
      what,
      state: 'fail',
      detail: 'there is no such channel for the bot',
      remedy: `${invite}, or check the id`,
    };
  }
}
