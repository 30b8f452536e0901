import { publicUrlOf, isOnlyForUs, settings, type Environment, type Settings } from './config/settings.ts';
import { installFaults, slackFaults, speaksSlack, toSlackConfig, type SlackConfig } from './config/slack.ts';
import { teamsFaults, toTeamsConfig, unauthenticatedFaults, type TeamsConfig } from './config/teams.ts';
import { faultsByField, wouldBeRight } from './validation.ts';

/** In characters. Longer values are never shown: they may be a secret, also one pasted into the wrong line. */
const MAX_SHOWN = 15;

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

type Variable = keyof Settings;

/** The names of all variables, as .env.example and the README list them. */
export const VARIABLES = Object.keys(settings.shape) as readonly Variable[];

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

const toSecret = ({ SWITCHBOARD_SECRET: current, SWITCHBOARD_SECRET_BEFORE: before }: Settings): Config['secret'] =>
  current === undefined ? undefined : { current, before };

const isSandbox = (set: Settings): boolean => !speaksSlack(set) && !toTeamsConfig(set) && isOnlyForUs(set);

function unknownVariables(given: Environment): string[] {
  return Object.keys(given).flatMap((name) => {
    const prefix = /^(SLACK|MICROSOFT_APP|TEAMS|SWITCHBOARD|TICKET)_/.exec(name)?.[0];
    if (!prefix || name in settings.shape) return [];
    const known = VARIABLES.filter((variable) => variable.startsWith(prefix));
    return [`${name} is not a variable of ours and does nothing; there is ${known.join(', ')}.`];
  });
}
