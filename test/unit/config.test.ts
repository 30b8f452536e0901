import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { readConfig, VARIABLES } from '../../src/config.ts';
import { describeParts } from '../../src/parts.ts';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1-2-abc', SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5' };
const CLIENT = { SLACK_CLIENT_ID: '1234.5678', SLACK_CLIENT_SECRET: '0123456789abcdef' };
const TEAMS = {
  MICROSOFT_APP_ID: '6f1d2c3b-0a4e-4d5c-9b8a-7f6e5d4c3b2a',
  MICROSOFT_APP_PASSWORD: 'hush~8Q',
  MICROSOFT_APP_TENANT_ID: '0b9a8c7d-6e5f-4a3b-8c1d-2e3f4a5b6c7d',
};
const MULTI = { ...TEAMS, MICROSOFT_APP_TYPE: 'MultiTenant' };
const SISTER = '1c2d3e4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
const KEY = 'correct-horse-battery';
const SECRET = 'correct-horse-battery-staple-0123';
const SECRET_BEFORE = 'wrong-donkey-battery-staple-01234';

/** All that other workspaces need. */
const WORKSPACES = { ...CLIENT, SWITCHBOARD_SECRET: SECRET, PUBLIC_URL: 'https://desk.example.com' };

function faultsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
  return [];
}

describe('the configuration', () => {
  test('needs nothing', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      isSandbox: true,
      databaseUrl: 'sqlite:./data/switchboard.db',
      logLevel: 'info',
      environment: 'development',
      adminKey: undefined,
      secret: undefined,
      api: { requestsPerMinute: 600, trustedProxies: 0 },
      slack: undefined,
      teams: undefined,
      tickets: { groupingSeconds: 120, reopenDays: 7 },
      warnings: [],
    });
  });

  test('takes everything', () => {
    const config = readConfig({
      HOST: '0.0.0.0',
      PORT: '8080',
      PUBLIC_URL: 'https://desk.example.com/',
      DATABASE_URL: 'mariadb://desk:p%40ss@db:3306/switchboard',
      LOG_LEVEL: 'debug',
      NODE_ENV: 'production',
      SWITCHBOARD_ADMIN_KEY: KEY,
      SWITCHBOARD_SECRET: SECRET,
      SWITCHBOARD_SECRET_BEFORE: SECRET_BEFORE,
      API_REQUESTS_PER_MINUTE: '60',
      TRUSTED_PROXIES: '2',
      ...SLACK,
      SLACK_APP_TOKEN: 'xapp-1-A1-2-abc',
      ...CLIENT,
      ...TEAMS,
      SLACK_API_URL: 'http://127.0.0.1:4000/api',
      SLACK_POSTS_PER_SECOND: '2.5',
      TICKET_GROUPING_SECONDS: '0',
      TICKET_REOPEN_DAYS: '30',
    });
    expect(config).toEqual({
      host: '0.0.0.0',
      port: 8080,
      publicUrl: 'https://desk.example.com',
      isSandbox: false,
      databaseUrl: 'mariadb://desk:p%40ss@db:3306/switchboard',
      logLevel: 'debug',
      environment: 'production',
      adminKey: KEY,
      secret: { current: SECRET, before: SECRET_BEFORE },
      api: { requestsPerMinute: 60, trustedProxies: 2 },
      slack: {
        botToken: SLACK.SLACK_BOT_TOKEN,
        signingSecret: SLACK.SLACK_SIGNING_SECRET,
        appToken: 'xapp-1-A1-2-abc',
        install: {
          clientId: CLIENT.SLACK_CLIENT_ID,
          clientSecret: CLIENT.SLACK_CLIENT_SECRET,
          publicUrl: 'https://desk.example.com',
        },
        apiUrl: 'http://127.0.0.1:4000/api/',
        postsPerSecond: 2.5,
      },
      teams: {
        app: {
          id: TEAMS.MICROSOFT_APP_ID,
          password: TEAMS.MICROSOFT_APP_PASSWORD,
          tenantId: TEAMS.MICROSOFT_APP_TENANT_ID,
          otherHomes: [],
          type: 'SingleTenant',
        },
      },
      tickets: { groupingSeconds: 0, reopenDays: 30 },
      warnings: [],
    });
  });

  test('takes ids of Microsoft’s as its own tokens write them', () => {
    const shouting = { ...TEAMS, MICROSOFT_APP_TENANT_ID: TEAMS.MICROSOFT_APP_TENANT_ID.toUpperCase() };
    expect(readConfig(shouting).teams).toEqual(readConfig(TEAMS).teams);
  });

  test('takes an empty variable as one that is not set, and no notice of spaces around', () => {
    const empty = Object.fromEntries(VARIABLES.map((name) => [name, name === 'PORT' ? ' 8080\r' : '  ']));
    expect(readConfig(empty)).toEqual(readConfig({ PORT: '8080' }));
  });

  test('tells every fault in one report, and what would be right', () => {
    const faults = faultsOf({ PORT: 'http', LOG_LEVEL: 'loud', TICKET_REOPEN_DAYS: '-1', SLACK_APP_TOKEN: 'xapp-1' });
    expect(faults).toEqual([
      '  PORT ("http") must be a whole number from 0 to 65535.',
      '  LOG_LEVEL ("loud") must be trace, debug, info, warn, error, fatal or silent.',
      '  TICKET_REOPEN_DAYS ("-1") must be a whole number from 0 to 3650.',
      '  SLACK_APP_TOKEN is set, but we could not answer: set SLACK_BOT_TOKEN as well.',
    ]);
  });

  test.each([
    ['PORT', '65536'],
    ['PORT', '-80.5'],
    ['PORT', 'hush-a-secret-in-the-wrong-line'],
    ['PUBLIC_URL', 'ftp://hush.example.com'],
    ['DATABASE_URL', 'postgres://user:hush@host/db'],
    ['DATABASE_URL', 'mysql://user:hush@host:3306'],
    ['DATABASE_URL', 'mysql://user:hu/sh@host:3306/db'],
    ['DATABASE_URL', 'sqlite:'],
    ['DATABASE_URL', 'switchboard.db'],
    ['SWITCHBOARD_ADMIN_KEY', 'hush-too-short'],
    ['SWITCHBOARD_ADMIN_KEY', 'hush with spaces in it'],
    ['SWITCHBOARD_SECRET', 'hush-this-is-too-short'],
    ['SWITCHBOARD_SECRET_BEFORE', 'hush-this-is-too-short'],
    ['API_REQUESTS_PER_MINUTE', '0'],
    ['TRUSTED_PROXIES', 'all'],
    ['SLACK_BOT_TOKEN', 'xoxp-hush'],
    ['SLACK_SIGNING_SECRET', 'xoxb-hush'],
    ['SLACK_APP_TOKEN', 'xoxb-hush'],
    ['SLACK_CLIENT_SECRET', 'xoxb-hush'],
    ['SLACK_API_URL', 'slack.com/api'],
    ['SLACK_POSTS_PER_SECOND', '0'],
    ['SLACK_POSTS_PER_SECOND', 'often'],
    ['TICKET_GROUPING_SECONDS', '2m'],
  ])('refuses %s=%s and repeats no secret', (name, value) => {
    const others = name.startsWith('SLACK_') ? { ...SLACK, ...WORKSPACES } : {};
    const faults = faultsOf({ ...others, [name]: value });
    expect(faults).toEqual([expect.stringMatching(new RegExp(`^  ${name} \\(.+\\) must be .+\\.$`))]);
    expect(faults.join()).not.toContain('hush');
  });

  test.each([
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, /SLACK_SIGNING_SECRET .* or SLACK_APP_TOKEN/],
    [{ SLACK_SIGNING_SECRET: 'abc' }, /SLACK_SIGNING_SECRET is set, .* set SLACK_BOT_TOKEN/],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, /SLACK_APP_TOKEN is set, .* set SLACK_BOT_TOKEN/],
  ])('refuses half a Slack: %j', (environment, fault) => {
    expect(faultsOf(environment)).toEqual([expect.stringMatching(fault)]);
  });

  test.each([
    [{ ...SLACK, ...WORKSPACES, SLACK_CLIENT_SECRET: '' }, /SLACK_CLIENT_ID is set, .* without SLACK_CLIENT_SECRET/],
    [{ ...SLACK, ...WORKSPACES, SLACK_CLIENT_ID: '' }, /SLACK_CLIENT_SECRET is set, .* without SLACK_CLIENT_ID/],
    [{ ...SLACK, ...WORKSPACES, SWITCHBOARD_SECRET: '' }, /set SWITCHBOARD_SECRET as well \("openssl/],
    [{ ...SLACK, ...WORKSPACES, PUBLIC_URL: '' }, /https addresses only: set PUBLIC_URL/],
    [{ ...SLACK, ...WORKSPACES, PUBLIC_URL: 'http://desk.example.com' }, /https addresses only: set PUBLIC_URL/],
    [{ ...WORKSPACES }, /SLACK_CLIENT_ID is set, but nothing lets events in/],
  ])('refuses half a way for other workspaces: %j', (environment, fault) => {
    expect(faultsOf(environment)).toEqual([expect.stringMatching(fault)]);
  });

  test('needs no token where home is installed as others are', () => {
    const config = readConfig({ ...WORKSPACES, SLACK_SIGNING_SECRET: SLACK.SLACK_SIGNING_SECRET });
    expect(config.isSandbox).toBe(false);
    expect(config.slack).toMatchObject({ botToken: undefined, install: { clientId: '1234.5678' } });
  });

  test.each([
    { ...SLACK, SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-1' },
    { ...SLACK, SLACK_APP_TOKEN: 'xapp-1' },
    SLACK,
  ])('takes either way for events, or both: %j', (environment) => {
    expect(faultsOf(environment)).toEqual([]);
  });

  test.each([
    [{}, true],
    [{ HOST: 'localhost' }, true],
    [{ PUBLIC_URL: 'http://localhost:8080' }, true],
    [{ HOST: '0.0.0.0' }, false],
    [{ HOST: '192.168.0.7' }, false],
    [{ PUBLIC_URL: 'https://desk.example.com' }, false],
    [{ NODE_ENV: 'production' }, false],
    [SLACK, false],
    [TEAMS, false],
    [{ TEAMS_ALLOW_UNAUTHENTICATED: '1' }, false],
  ])('lets one person be everybody only where nobody else is: %j', (environment, isSandbox) => {
    expect(readConfig(environment).isSandbox).toBe(isSandbox);
  });

  test.each([
    [{ ...TEAMS, TEAMS_HOME_TENANTS: `${SISTER},sister` }, /TEAMS_HOME_TENANTS .*must be Directory \(tenant\) IDs/],
    [{ ...TEAMS, MICROSOFT_APP_PASSWORD: '' }, /set MICROSOFT_APP_PASSWORD as well/],
    [{ ...TEAMS, MICROSOFT_APP_ID: '' }, /set MICROSOFT_APP_ID as well/],
    [{ ...TEAMS, MICROSOFT_APP_TENANT_ID: '' }, /set MICROSOFT_APP_TENANT_ID as well/],
    [{ ...TEAMS, TEAMS_ALLOW_UNAUTHENTICATED: '1' }, /local playground; unset one/],
    [{ TEAMS_ALLOW_UNAUTHENTICATED: '1', HOST: '0.0.0.0' }, /anybody would be believed/],
    [{ TEAMS_ALLOW_UNAUTHENTICATED: '1', PUBLIC_URL: 'https://desk.example.com' }, /anybody would be believed/],
    [{ TEAMS_ALLOW_UNAUTHENTICATED: '1', NODE_ENV: 'production' }, /anybody would be believed/],
  ])('never takes Teams half, or open to others: %j', (environment, fault) => {
    expect(faultsOf(environment)).toEqual([expect.stringMatching(fault)]);
  });

  test('takes other tenants of Teams that are home as well', () => {
    for (const app of [TEAMS, MULTI]) {
      const two = { ...app, TEAMS_HOME_TENANTS: ` ${SISTER.toUpperCase()} , ${SISTER}` };
      expect(readConfig(two).teams?.app?.otherHomes).toEqual([SISTER, SISTER]);
    }
  });

  test('takes Teams without an app for the local playground', () => {
    expect(readConfig({ TEAMS_ALLOW_UNAUTHENTICATED: '1' }).teams).toEqual({ app: undefined });
  });

  test('warns of variables that look like ours', () => {
    const { warnings } = readConfig({
      SLACK_TOKEN: 'xoxb-hush',
      TICKET_GROUPING: '9',
      SWITCHBOARD_KEY: 'a',
      PATH: '/',
    });
    expect(warnings).toEqual([
      expect.stringMatching(/^SLACK_TOKEN is not .* SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN/),
      'TICKET_GROUPING is not a variable of ours and does nothing; there is TICKET_GROUPING_SECONDS, TICKET_REOPEN_DAYS.',
      'SWITCHBOARD_KEY is not a variable of ours and does nothing; there is SWITCHBOARD_ADMIN_KEY, SWITCHBOARD_SECRET, SWITCHBOARD_SECRET_BEFORE.',
    ]);
    expect(warnings.join()).not.toContain('hush');
  });
});

describe('the documentation', () => {
  const names = (file: string, pattern: RegExp) =>
    [...readFileSync(file, 'utf8').matchAll(pattern)].map((match) => match[1]);

  test('.env.example has exactly the variables', () => {
    expect(names('.env.example', /^#?([A-Z_]+)=/gm)).toEqual(VARIABLES);
  });

  test('.env.example is valid as it stands, and shows the defaults', () => {
    const shown = readFileSync('.env.example', 'utf8').replace(/^#(?=[A-Z_]+=)/gm, '');
    expect(readConfig(parseEnv(shown) as Record<string, string>)).toEqual(readConfig({}));
  });

  test('the table of the README has exactly the variables', () => {
    expect(names('README.md', /^\| `([A-Z_]+)` +\|/gm)).toEqual(VARIABLES);
  });
});

describe('the table at start', () => {
  test('says which variable turns what on', () => {
    expect(describeParts(readConfig({}))).toBe(
      [
        '  Database           on   SQLite, ./data/switchboard.db (DATABASE_URL for MySQL or MariaDB)',
        '  Sandbox            on   http://127.0.0.1:3000',
        '  Slack over HTTP    off  set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET',
        '  Slack Socket Mode  off  set SLACK_BOT_TOKEN and SLACK_APP_TOKEN',
        '  Other workspaces   off  set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET',
        '  Teams              off  set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD, MICROSOFT_APP_TENANT_ID',
        '  HTTP API           off  set SWITCHBOARD_ADMIN_KEY',
      ].join('\n'),
    );
  });

  test('says how it is on, and no secret', () => {
    const table = describeParts(
      readConfig({
        DATABASE_URL: 'mysql://desk:hush@db:3307/support',
        SWITCHBOARD_ADMIN_KEY: KEY,
        ...SLACK,
        SLACK_APP_TOKEN: 'xapp-hush',
      }),
    );
    expect(table).toBe(
      [
        '  Database           on   MySQL, db:3307/support',
        '  Sandbox            off  only on 127.0.0.1, without real accounts, not in production',
        '  Slack over HTTP    on   events at http://127.0.0.1:3000/slack/events',
        '  Slack Socket Mode  on   events over a socket that we open',
        '  Other workspaces   off  set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET',
        '  Teams              off  set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD, MICROSOFT_APP_TENANT_ID',
        '  HTTP API           on   http://127.0.0.1:3000/api',
      ].join('\n'),
    );
  });
});
