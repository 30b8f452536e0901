import { z } from 'zod';
import { compareClocks, type Checkup, type Connected, type Finding } from '../../../src/chat/checkup.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import type { Clock } from '../../../src/clock.ts';
import { messageOf } from '../../../src/errors.ts';
import { createAppToken, type AppToken } from '../calls/app-token.ts';
import { createTeamsCall, type TeamsCall } from '../calls/teams-calls.ts';
import { homesOf } from '../receiving/tenants.ts';
import { PUBLIC_CLOUD, type TeamsConfig } from '../teams-config.ts';

const ASK_WITHIN_MS = 5_000;

/** One tenant answers 50 questions in a second; whoever has more channels than these knows by then. */
const MOST_CHANNELS = 40;

/** Asks Microsoft how our app, its keys and our channels stand; nothing is posted. */
export function createTeamsCheckup(given: TeamsConfig, { clock }: { readonly clock: Clock }): Checkup {
  const { app } = given;
  const config: TeamsConfig = { ...given, requestTimeoutMs: ASK_WITHIN_MS };
  return {
    async check(channels) {
      if (!app) return [UNAUTHENTICATED];
      const token = createAppToken(config, 'connector', clock);
      const signIn = await checkToken(token);
      const homes = homesOf(app).map((tenant) => checkHome(config, tenant, clock));
      const places = signIn.state === 'ok' ? await checkChannels(channels, createTeamsCall(config, token)) : [];
      return [signIn, ...(await Promise.all(homes)), ...(await checkKeys(config, clock)), ...places];
    },
  };
}

const UNAUTHENTICATED: Finding = {
  what: 'Teams',
  state: 'look',
  detail: 'anybody on this machine is believed: for the local playground',
  remedy: 'for real accounts set MICROSOFT_APP_ID instead of TEAMS_ALLOW_UNAUTHENTICATED',
};

async function checkToken(token: AppToken): Promise<Finding> {
  const what = 'Teams sign-in';
  try {
    await token.get();
    return { what, state: 'ok', detail: 'the app has a token to speak with' };
  } catch (error) {
    return { what, state: 'fail', detail: messageOf(error) };
  }
}

/** Also a bot for many tenants has one that is home, whose owners may set things up. */
async function checkHome(config: TeamsConfig, tenant: string, clock: Clock): Promise<Finding> {
  const what = 'Teams tenant';
  try {
    await createAppToken(config, { directoryOf: tenant }, clock).get();
    return { what, state: 'ok', detail: `${tenant} is home, and knows the app` };
  } catch (error) {
    const remedy = `is ${tenant} right, and the app allowed there? Its team owners cannot set anything up`;
    return { what, state: 'fail', detail: messageOf(error), remedy };
  }
}

const metadata = z.object({ jwks_uri: z.url() });

/** Without them no activity can be proved to be Microsoft's. */
async function checkKeys({ cloud = PUBLIC_CLOUD }: TeamsConfig, clock: Clock): Promise<Finding[]> {
  const what = 'Teams keys';
  try {
    const signal = AbortSignal.timeout(ASK_WITHIN_MS);
    const response = await fetch(cloud.openIdMetadataUrl, { signal });
    const { jwks_uri: address } = metadata.parse(await response.json());
    const keys = await fetch(address, { signal });
    if (!keys.ok) throw new Error(`${keys.status}`);
    const time = Date.parse(response.headers.get('date') ?? '');
    const clocks = Number.isNaN(time) ? [] : [compareClocks('Clock', "Microsoft's", time - clock.now().getTime())];
    return [{ what, state: 'ok', detail: 'Microsoft’s keys can be fetched' }, ...clocks];
  } catch {
    const detail = 'Microsoft’s keys cannot be fetched: nothing from Teams is taken';
    const remedy = `let this machine reach ${new URL(cloud.openIdMetadataUrl).host} over https`;
    return [{ what, state: 'fail', detail, remedy }];
  }
}

/** One after another; when Teams stops answering there is no use in asking on. */
async function checkChannels(channels: readonly Connected[], call: TeamsCall): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [index, channel] of channels.entries()) {
    if (index === MOST_CHANNELS) return [...findings, notAsked(channels.length - index, 'there are many')];
    try {
      findings.push(await checkChannel(channel, call));
    } catch (error) {
      return [...findings, notAsked(channels.length - index, messageOf(error))];
    }
  }
  return findings;
}

const notAsked = (count: number, detail: string): Finding => ({
  what: 'Teams channels',
  state: 'look',
  detail: `${count} could not be asked about: ${detail}`,
});

async function checkChannel({ channelId, serviceUrl }: Connected, call: TeamsCall): Promise<Finding> {
  const what = `Teams ${channelId}`;
  const remedy = 'add the app to the team or chat, or check the id';
  if (serviceUrl === undefined) {
    return { what, state: 'fail', detail: 'nothing was ever heard from its tenant', remedy };
  }
  try {
    const path = [channelId, 'pagedmembers'];
    await call({ operation: 'look into a conversation', serviceUrl, path }, z.looseObject({}));
    return { what, state: 'ok', detail: 'the app is there' };
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind !== 'gone') throw error;
    return { what, state: 'fail', detail: 'the app is not there', remedy };
  }
}
