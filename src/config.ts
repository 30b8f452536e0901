import { z } from 'zod';
import { faultsByField, wouldBeRight } from './validation.ts';

const DATABASE_URL_WOULD_BE =
  'must be sqlite:./data/switchboard.db, mysql://user:password@host:3306/database or mariadb://… in the same way ' +
  '(signs like @ and / in the password written as %40 and %2F)';

/** In characters. Longer values are never shown: they may be a secret, also one pasted into the wrong line. */
const MAX_SHOWN = 15;

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Every variable the product reads. */
const settings = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3000),
  PUBLIC_URL: z
    .url({
      protocol: /^https?$/,
      error: 'must be the address at which browsers reach us, like https://desk.example.com',
    })
    .optional(),
  DATABASE_URL: z.string().refine(isDatabaseUrl, DATABASE_URL_WOULD_BE).default('sqlite:./data/switchboard.db'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  SWITCHBOARD_ADMIN_KEY: z
    .string()
    .regex(
      /^[\x21-\x7e]{16,}$/,
      'must be at least 16 characters without spaces; "openssl rand -hex 24" makes a good one',
    )
    .optional(),
  SWITCHBOARD_SECRET: secret(),
  SWITCHBOARD_SECRET_BEFORE: secret(),
  API_REQUESTS_PER_MINUTE: wholeNumber(1, 1_000_000).default(600),
  TRUSTED_PROXIES: wholeNumber(0, 10).default(0),
  SLACK_BOT_TOKEN: token('xoxb-', 'OAuth & Permissions'),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^(?!xox|xapp)\S+$/, 'must be the Signing Secret of "Basic Information", which is not a token')
    .optional(),
  SLACK_APP_TOKEN: token('xapp-', 'Basic Information → App-Level Tokens'),
  SLACK_CLIENT_ID: z
    .string()
    .regex(/^\d+\.\d+$/, 'must be the Client ID of "Basic Information", like 123456.789012')
    .optional(),
  SLACK_CLIENT_SECRET: z
    .string()
    .regex(/^(?!xox|xapp)\S+$/, 'must be the Client Secret of "Basic Information", which is not a token')
    .optional(),
  SLACK_API_URL: z.url({ protocol: /^https?$/, error: 'must be a URL like https://slack.com/api/' }).optional(),
  SLACK_POSTS_PER_SECOND: number(0.01, 1000).default(1),
  MICROSOFT_APP_ID: uuid('the Application (client) ID of the bot, like 00000000-0000-0000-0000-000000000000'),
  MICROSOFT_APP_PASSWORD: z.string().optional(),
  MICROSOFT_APP_TENANT_ID: uuid('the Directory (tenant) ID that is home, like 00000000-0000-0000-0000-000000000000'),
  MICROSOFT_APP_TYPE: z.enum(['SingleTenant', 'MultiTenant']).default('SingleTenant'),
  TEAMS_HOME_TENANTS: tenants(),
  TEAMS_ALLOW_UNAUTHENTICATED: z.literal('1', 'must be 1, or not set').optional(),
  TICKET_GROUPING_SECONDS: wholeNumber(0, 86_400).default(120),
  TICKET_REOPEN_DAYS: wholeNumber(0, 3650).default(7),
});

const SECRETS: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'SWITCHBOARD_ADMIN_KEY',
  'SWITCHBOARD_SECRET',
  'SWITCHBOARD_SECRET_BEFORE',
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'SLACK_CLIENT_SECRET',
  'MICROSOFT_APP_PASSWORD',
]);

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1']);

type Settings = z.output<typeof settings>;
type Variable = keyof Settings;
type Environment = Readonly<Record<string, string | undefined>>;

/** The names of all variables, as .env.example and the README list them. */
export const VARIABLES = Object.keys(settings.shape) as readonly Variable[];

export interface SlackConfig {
  /** xoxb-…; without it home is where the app was installed as that. */
  readonly botToken: string | undefined;
  /** With it other workspaces can let the app in. */
  readonly install:
    { readonly clientId: string; readonly clientSecret: string; readonly publicUrl: string } | undefined;
  /** With it events come over HTTP. */
  readonly signingSecret: string | undefined;
  /** xapp-…; with it events come over a socket that we open. */
  readonly appToken: string | undefined;
  /** Ends with a slash; undefined is Slack's own. */
  readonly apiUrl: string | undefined;
  /** Posts that one channel gets in a second. */
  readonly postsPerSecond: number;
}

export interface TeamsConfig {
  /** Undefined lets anybody in who reaches us: only on loopback, for the local playground. */
  readonly app: TeamsAppConfig | undefined;
}

export interface TeamsAppConfig {
  readonly id: string;
  readonly password: string;
  /** The tenant that is home. */
  readonly tenantId: string;
  /** Others that are home as well. */
  readonly otherHomes: readonly string[];
  /** `SingleTenant`: its tokens come from the home tenant; `MultiTenant`: from Microsoft's own for bots. */
  readonly type: Settings['MICROSOFT_APP_TYPE'];
}

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Where browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
  /** `sqlite:<path>`, `mysql://…` or `mariadb://…`; bears a password. */
  readonly databaseUrl: string;
  readonly logLevel: Settings['LOG_LEVEL'];
  readonly environment: Settings['NODE_ENV'];
  /** Without it the API is off. */
  readonly adminKey: string | undefined;
  /** What tokens are encrypted with in the database, and what they were before; undefined where there is no such token. */
  readonly secret: { readonly current: string; readonly before: string | undefined } | undefined;
  readonly api: {
    /** With one key, in each process; without a good one a tenth of it from each address. */
    readonly requestsPerMinute: number;
    /** How many of our own stand before us. */
    readonly trustedProxies: number;
  };
  /** No real platform is on, and only this machine can reach us. */
  readonly isSandbox: boolean;
  /** Undefined when Slack is off. */
  readonly slack: SlackConfig | undefined;
  /** Undefined when Teams is off. */
  readonly teams: TeamsConfig | undefined;
  readonly tickets: {
    /** More of the same author within this time joins the ticket. */
    readonly groupingSeconds: number;
    /** After this many days a closed ticket is not reopened: a reply opens a new one. */
    readonly reopenDays: number;
  };
  /** For the log: what was set and is not understood. */
  readonly warnings: readonly string[];
}

/**
 * Reads the configuration out of the environment. An empty variable is one that is not set.
 *
 * @throws Error whose message has one line for each fault: the variable, what is wrong, what would be right
 */
export function readConfig(environment: Environment): Config {
  const given = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
  const read = settings.safeParse(given, { error: wouldBeRight });
  const wrong = [...faultsByField(read.error?.issues ?? [])];
  const faults = [
    ...wrong.map(([name, fault]) => `${name} (${shown(name, given)}) ${fault}.`),
    ...slackFaults(given),
    ...installFaults(given),
    ...teamsFaults(given),
    ...(read.success ? unauthenticatedFaults(read.data) : []),
  ];
  if (!read.success || faults.length > 0) {
    throw new Error(['The configuration has faults:', ...faults.map((fault) => `  ${fault}`)].join('\n'));
  }
  return toConfig(read.data, unknownVariables(given));
}

function shown(name: string, given: Environment): string {
  const value = given[name] ?? '';
  const hidden = SECRETS.has(name) || value.length > MAX_SHOWN;
  return hidden ? `${value.length} characters, not shown` : `"${value}"`;
}

function toConfig(set: Settings, warnings: readonly string[]): Config {
  return {
    host: set.HOST,
    port: set.PORT,
    publicUrl: publicUrlOf(set),
    databaseUrl: set.DATABASE_URL,
    logLevel: set.LOG_LEVEL,
    environment: set.NODE_ENV,
    adminKey: set.SWITCHBOARD_ADMIN_KEY,
    secret: toSecret(set),
    api: { requestsPerMinute: set.API_REQUESTS_PER_MINUTE, trustedProxies: set.TRUSTED_PROXIES },
    isSandbox: isSandbox(set),
    slack: toSlackConfig(set),
    teams: toTeamsConfig(set),
    tickets: { groupingSeconds: set.TICKET_GROUPING_SECONDS, reopenDays: set.TICKET_REOPEN_DAYS },
    warnings,
  };
}

const publicUrlOf = (set: Settings): string => (set.PUBLIC_URL ?? `http://${set.HOST}:${set.PORT}`).replace(/\/+$/, '');

/** By a token that was given, or by those that workspaces give. */
const speaksSlack = ({ SLACK_BOT_TOKEN: token, SLACK_CLIENT_ID: id }: SlackSpeech): boolean =>
  token !== undefined || id !== undefined;

interface SlackSpeech {
  readonly SLACK_BOT_TOKEN?: string | undefined;
  readonly SLACK_CLIENT_ID?: string | undefined;
}

const toSecret = ({ SWITCHBOARD_SECRET: current, SWITCHBOARD_SECRET_BEFORE: before }: Settings): Config['secret'] =>
  current === undefined ? undefined : { current, before };

const isSandbox = (set: Settings): boolean => !speaksSlack(set) && !toTeamsConfig(set) && isOnlyForUs(set);

/** Nobody but this machine can reach us, and nobody is meant to. */
function isOnlyForUs({ NODE_ENV: environment, HOST: host, PUBLIC_URL: url }: Settings): boolean {
  const isReachable = !LOOPBACK.has(host) || (url !== undefined && !LOOPBACK.has(new URL(url).hostname));
  return environment !== 'production' && !isReachable;
}

function toSlackConfig(set: Settings): SlackConfig | undefined {
  if (!speaksSlack(set)) return undefined;
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = set;
  return {
    botToken: set.SLACK_BOT_TOKEN,
    install: clientId && clientSecret ? { clientId, clientSecret, publicUrl: publicUrlOf(set) } : undefined,
    signingSecret: set.SLACK_SIGNING_SECRET,
    appToken: set.SLACK_APP_TOKEN,
    apiUrl: set.SLACK_API_URL?.replace(/\/*$/, '/'),
    postsPerSecond: set.SLACK_POSTS_PER_SECOND,
  };
}

/** A token to speak needs a way to listen, and the other way round. */
function slackFaults(given: Environment): string[] {
  const { SLACK_SIGNING_SECRET: http, SLACK_APP_TOKEN: socket } = given;
  const listens = http ?? socket;
  const speaks = given['SLACK_BOT_TOKEN'] ? 'SLACK_BOT_TOKEN' : 'SLACK_CLIENT_ID';
  if (speaksSlack(given) && !listens) {
    return [
      speaks +
        ' is set, but nothing lets events in: set SLACK_SIGNING_SECRET (Slack calls us over HTTP) or ' +
        'SLACK_APP_TOKEN (Socket Mode) as well.',
    ];
  }
  if (!speaksSlack(given) && listens) {
    return [
      `${http ? 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN'} is set, but we could not answer: set SLACK_BOT_TOKEN as well.`,
    ];
  }
  return [];
}

/** Other workspaces come by Slack's own page, give us a token each, and are sent back to an address of ours. */
function installFaults(given: Environment): string[] {
  const { SLACK_CLIENT_ID: id, SLACK_CLIENT_SECRET: secret, PUBLIC_URL: url } = given;
  if (!id && !secret) return [];
  if (!id || !secret) {
    const [set, missing] = id ? ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'] : ['SLACK_CLIENT_SECRET', 'SLACK_CLIENT_ID'];
    return [`${set} is set, but other workspaces cannot join without ${missing}: set both, or none.`];
  }
  return [
    ...(given['SWITCHBOARD_SECRET']
      ? []
      : [
          'SLACK_CLIENT_ID is set, but there is nothing to encrypt the tokens of other workspaces with: set ' +
            'SWITCHBOARD_SECRET as well ("openssl rand -hex 32" makes a good one), and keep it.',
        ]),
    ...(url?.startsWith('https:')
      ? []
      : ['SLACK_CLIENT_ID is set, but Slack sends people back to https addresses only: set PUBLIC_URL to yours.']),
  ];
}

function toTeamsConfig(set: Settings): TeamsConfig | undefined {
  const { MICROSOFT_APP_ID: id, MICROSOFT_APP_PASSWORD: password, MICROSOFT_APP_TENANT_ID: tenantId } = set;
  const otherHomes = set.TEAMS_HOME_TENANTS;
  if (id && password && tenantId) return { app: { id, password, tenantId, otherHomes, type: set.MICROSOFT_APP_TYPE } };
  return set.TEAMS_ALLOW_UNAUTHENTICATED ? { app: undefined } : undefined;
}

const TEAMS_APP = ['MICROSOFT_APP_ID', 'MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID'] as const;

/** Without an app id botbuilder believes everybody: half a configuration must never end there. */
function teamsFaults(given: Environment): string[] {
  const set = TEAMS_APP.filter((name) => given[name]);
  const missing = TEAMS_APP.filter((name) => !given[name]);
  if (given['TEAMS_HOME_TENANTS'] && given['MICROSOFT_APP_TYPE'] !== 'MultiTenant') {
    return [
      'TEAMS_HOME_TENANTS is set, but only a bot of many tenants reaches others: MICROSOFT_APP_TYPE must be MultiTenant.',
    ];
  }
  if (set.length === 0 || missing.length === 0) return [];
  return [
    `${set.join(' and ')} is set, but Teams is on with ${TEAMS_APP.join(', ')} only: set ${missing.join(' and ')} as well.`,
  ];
}

function unauthenticatedFaults(set: Settings): string[] {
  if (!set.TEAMS_ALLOW_UNAUTHENTICATED) return [];
  if (set.MICROSOFT_APP_ID) {
    return ['TEAMS_ALLOW_UNAUTHENTICATED is set beside MICROSOFT_APP_ID: it is for the local playground; unset one.'];
  }
  return isOnlyForUs(set)
    ? []
    : [
        'TEAMS_ALLOW_UNAUTHENTICATED is set, but others could reach us, and anybody would be believed: HOST and ' +
          'PUBLIC_URL must be of this machine (127.0.0.1), and NODE_ENV not production.',
      ];
}

function unknownVariables(given: Environment): string[] {
  return Object.keys(given).flatMap((name) => {
    const prefix = /^(SLACK|MICROSOFT_APP|TEAMS|SWITCHBOARD|TICKET)_/.exec(name)?.[0];
    if (!prefix || name in settings.shape) return [];
    const known = VARIABLES.filter((variable) => variable.startsWith(prefix));
    return [`${name} is not a variable of ours and does nothing; there is ${known.join(', ')}.`];
  });
}

function wholeNumber(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number(error).int(error).min(min, error).max(max, error);
}

function number(min: number, max: number) {
  const error = `must be a number from ${min} to ${max}`;
  return z.coerce.number(error).min(min, error).max(max, error);
}

function secret() {
  return z
    .string()
    .regex(
      /^[\x21-\x7e]{32,}$/,
      'must be at least 32 characters without spaces; "openssl rand -hex 32" makes a good one',
    )
    .optional();
}

function uuid(what: string) {
  return z.string().regex(UUID, `must be ${what}`).optional();
}

/** Separated by commas. */
function tenants() {
  return z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim().toLowerCase()))
    .refine(
      (each) => each.every((id) => UUID.test(id)),
      'must be Directory (tenant) IDs, separated by commas: 00000000-0000-0000-0000-000000000000,…',
    )
    .default([]);
}

function token(prefix: string, place: string) {
  const pattern = new RegExp(`^${prefix}\\S+$`);
  return z
    .string()
    .regex(pattern, `must be the token that begins with ${prefix} (in Slack's app settings: ${place})`)
    .optional();
}

function isDatabaseUrl(text: string): boolean {
  if (text.startsWith('sqlite:')) return text.length > 'sqlite:'.length;
  if (!/^(mysql|mariadb):/.test(text) || !URL.canParse(text)) return false;
  const { hostname, pathname } = new URL(text);
  return hostname !== '' && pathname.length > 1;
}
