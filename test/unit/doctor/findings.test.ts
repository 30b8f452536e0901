import { describe, expect, test } from '@jest/globals';
import { compareClocks, type Finding } from '../../../src/chat/checkup.ts';
import { readConfig } from '../../../src/config.ts';
import { judgeVersion } from '../../../src/doctor/check-database.ts';
import { checkSettings } from '../../../src/doctor/check-settings.ts';
import { describeFindings, isWell } from '../../../src/doctor/describe-findings.ts';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1-secret', SLACK_SIGNING_SECRET: 'signing-secret' };
const KEY = { SWITCHBOARD_ADMIN_KEY: '4f1c9a7e2b8d6035e1f7a9c3' };

describe('the table', () => {
  const well: Finding = { what: 'Database', state: 'ok', detail: 'SQLite 3.45' };
  const worth: Finding = { what: 'Jobs', state: 'look', detail: '2 given up', remedy: 'see why' };
  const bad: Finding = { what: 'Desk', state: 'fail', detail: 'none connected', remedy: 'connect one' };

  test('has even columns, says what to do, and sums up', () => {
    expect(describeFindings([well, worth, bad])).toBe(
      [
        '  Database  ok    SQLite 3.45',
        '  Jobs      look  2 given up → see why',
        '  Desk      fail  none connected → connect one',
        '',
        'To be mended: 1.',
      ].join('\n'),
    );
    expect(describeFindings([well, worth])).toContain('It works. Worth a look: 1.');
    expect(describeFindings([well])).toContain('All is well.');
  });

  test('only what fails is not well', () => {
    expect([isWell([well, worth]), isWell([well, bad])]).toEqual([true, false]);
  });
});

describe('settings', () => {
  const stateOf = (what: string, environment: Record<string, string>) =>
    checkSettings(readConfig(environment)).find((finding) => finding.what === what)?.state;

  test.each([
    ['nothing set', 'ok', {}],
    ['https', 'ok', { ...SLACK, PUBLIC_URL: 'https://desk.example.com' }],
    ['this machine alone, with Slack', 'look', SLACK],
    ['this machine alone, in production', 'look', { NODE_ENV: 'production' }],
    ['another machine without https', 'look', { PUBLIC_URL: 'http://desk.example.com' }],
    ['a path', 'fail', { PUBLIC_URL: 'https://example.com/desk' }],
  ])('PUBLIC_URL, %s: %s', (_, state, environment) => {
    expect(stateOf('PUBLIC_URL', environment)).toBe(state);
  });

  test.each([
    ['off, and so is Slack', 'ok', {}],
    ['off, with Slack', 'look', SLACK],
    ['on', 'ok', KEY],
    ['on, with a word for a key', 'look', { SWITCHBOARD_ADMIN_KEY: 'aaaaaaaaaaaaaaaaaaaa' }],
  ])('the API, %s: %s', (_, state, environment) => {
    expect(stateOf('HTTP API', environment)).toBe(state);
  });

  test('Teams counts as much as Slack does', () => {
    const id = '00000000-0000-0000-0000-00000000000a';
    const teams = { MICROSOFT_APP_ID: id, MICROSOFT_APP_PASSWORD: 'hush', MICROSOFT_APP_TENANT_ID: id };
    expect([stateOf('PUBLIC_URL', teams), stateOf('HTTP API', teams)]).toEqual(['look', 'look']);
    expect(stateOf('PUBLIC_URL', { TEAMS_ALLOW_UNAUTHENTICATED: '1' })).toBe('ok');
    expect([stateOf('Teams', {}), stateOf('Teams', teams)]).toEqual(['ok', undefined]);
  });

  test('that other workspaces cannot join is no fault', () => {
    expect(stateOf('Other workspaces', SLACK)).toBe('ok');
    expect(stateOf('Other workspaces', {})).toBeUndefined();
  });

  test('a variable that nobody knows is told', () => {
    expect(stateOf('Configuration', { SLACK_TOKEN: 'xoxb-1-secret' })).toBe('look');
  });

  test('no secret is in what they say', () => {
    const told = JSON.stringify(checkSettings(readConfig({ ...SLACK, ...KEY, SLACK_TOKEN: 'xoxb-2-secret' })));
    for (const secret of [...Object.values(SLACK), ...Object.values(KEY), 'xoxb-2']) expect(told).not.toContain(secret);
  });
});

test.each([
  ['mysql', '8.0.39', 'ok', 'MySQL 8.0'],
  ['mysql', '5.7.44-log', 'fail', 'MySQL 5.7'],
  ['mysql', '10.11.6-MariaDB-1~deb12', 'ok', 'MariaDB 10.11'],
  ['mysql', '10.5.21-MariaDB', 'fail', 'MariaDB 10.5'],
  ['mysql', '11.4.2-MariaDB', 'ok', 'MariaDB 11.4'],
  ['sqlite', '3.45.1', 'ok', 'SQLite 3.45'],
] as const)('%s %s: %s', (database, version, state, detail) => {
  expect(judgeVersion(database, version)).toMatchObject({ state, detail });
});

test.each([
  [0, 'ok'],
  [59_400, 'ok'],
  [-59_400, 'ok'],
  [61_000, 'look'],
  [-61_000, 'look'],
  [299_000, 'look'],
  [300_000, 'fail'],
  [-300_000, 'fail'],
])('a clock that is %i ms ahead: %s', (ms, state) => {
  expect(compareClocks('Clock', 'theirs', ms).state).toBe(state);
});
