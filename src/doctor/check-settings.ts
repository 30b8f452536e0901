import type { Finding } from '../chat/checkup.ts';
import type { Config } from '../config.ts';

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** A key of fewer different characters is a word that somebody thought of. */
const FEW_CHARACTERS = 8;

/** What can be told from the configuration alone. Its faults are told before: it is not read then. */
export function checkSettings(config: Config): Finding[] {
  const warnings = config.warnings.map((detail): Finding => ({ what: 'Configuration', state: 'look', detail }));
  return [...warnings, checkPublicUrl(config), checkAdminKey(config), ...whatIsOff(config)];
}

/** Real people are on the other end. */
const hasAccounts = ({ slack, teams }: Pick<Config, 'slack' | 'teams'>): boolean => (slack ?? teams?.app) !== undefined;

function checkPublicUrl({ publicUrl, environment, ...config }: Config): Finding {
  const what = 'PUBLIC_URL';
  const { protocol, hostname, pathname } = new URL(publicUrl);
  const isReal = hasAccounts(config) || environment === 'production';
  if (LOOPBACK.has(hostname)) {
    if (!isReal) return { what, state: 'ok', detail: `${publicUrl}, for this machine alone` };
    return {
      what,
      state: 'look',
      detail: `${publicUrl} opens on this machine alone`,
      remedy: 'set PUBLIC_URL to the address at which browsers reach us, or login links lead nowhere',
    };
  }
  if (pathname !== '/') {
    return { what, state: 'fail', detail: `${publicUrl} has a path`, remedy: 'serve us at the root of a host' };
  }
  if (protocol === 'http:') {
    const remedy = 'put a proxy with TLS before us and set PUBLIC_URL to its https address';
    return { what, state: 'look', detail: `${publicUrl} lets anyone on the way read along`, remedy };
  }
  return { what, state: 'ok', detail: publicUrl };
}

function checkAdminKey({ adminKey, ...config }: Config): Finding {
  const what = 'HTTP API';
  if (adminKey === undefined) {
    const remedy = 'set SWITCHBOARD_ADMIN_KEY to turn it on';
    if (!hasAccounts(config)) return { what, state: 'ok', detail: 'off', remedy };
    return { what, state: 'look', detail: 'off: channels are connected from chat alone', remedy };
  }
  if (new Set(adminKey).size < FEW_CHARACTERS) {
    const remedy = 'make another: openssl rand -hex 24';
    return { what, state: 'look', detail: 'on, with a key that can be guessed', remedy };
  }
  return { what, state: 'ok', detail: 'on' };
}

const whatIsOff = ({ slack, teams }: Config): Finding[] => [...slackOff(slack), ...(teams ? [] : [TEAMS_OFF])];

const TEAMS_OFF: Finding = {
  what: 'Teams',
  state: 'ok',
  detail: 'off',
  remedy: 'set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID to turn it on',
};

function slackOff(slack: Config['slack']): Finding[] {
  if (slack === undefined) {
    const remedy = 'set SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN, to turn it on';
    return [{ what: 'Slack', state: 'ok', detail: 'off', remedy }];
  }
  if (slack.install !== undefined) return [];
  const remedy = 'set SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SWITCHBOARD_SECRET to turn it on';
  return [{ what: 'Other workspaces', state: 'ok', detail: 'off', remedy }];
}
