import { z } from 'zod';
import { databaseUrl, number, secret, tenants, token, uuid, wholeNumber } from './values.ts';

/** Every variable the product reads. */
export const settings = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3000),
  PUBLIC_URL: z
    .url({
      protocol: /^https?$/,
      error: 'must be the address at which browsers reach us, like https://desk.example.com',
    })
    .optional(),
  DATABASE_URL: databaseUrl().default('sqlite:./data/switchboard.db'),
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

export type Settings = z.output<typeof settings>;
export type Environment = Readonly<Record<string, string | undefined>>;

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1']);

export const publicUrlOf = (set: Settings): string =>
  (set.PUBLIC_URL ?? `http://${set.HOST}:${set.PORT}`).replace(/\/+$/, '');

/** Nobody but this machine can reach us, and nobody is meant to. */
export function isOnlyForUs({ NODE_ENV: environment, HOST: host, PUBLIC_URL: url }: Settings): boolean {
  const isReachable = !LOOPBACK.has(host) || (url !== undefined && !LOOPBACK.has(new URL(url).hostname));
  return environment !== 'production' && !isReachable;
}
