import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkScopes, createSlackCheckup } from '../../../../adapters/slack/checks/check-slack.ts';
import { BOT_SCOPES } from '../../../../adapters/slack/slack-surface.ts';
import type { Finding, LetIn } from '../../../../src/chat/checkup.ts';
import { createLog } from '../../../../src/log.ts';
import { TEAM } from '../support/an-event.ts';
import { fixedClock } from '../support/slack-http.ts';
import { startWebApi, type WebApiServer } from '../support/web-api-server.ts';

const CONFIG = { botToken: 'xoxb-secret', signingSecret: 'signing-secret' };

const INSTALL = { clientId: '1.1', clientSecret: 'client-secret', publicUrl: 'https://desk.example.com' };

let slack: WebApiServer;

beforeEach(async () => {
  slack = await startWebApi();
  slack.replies['auth.test'] = { ok: true, team: 'Acme', team_id: TEAM, user: 'switchboard' };
  slack.replies['conversations.info'] = { ok: true, channel: { name: 'desk', is_member: true, is_archived: false } };
});
afterEach(() => slack.close());

const places = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => ({ platform: 'slack', workspaceId: TEAM, channelId: `C${index}` }) as const,
  );
const check = (
  count = 0,
  more: { readonly appToken?: string; readonly botToken?: string | undefined; readonly install?: typeof INSTALL } = {},
  letIn: readonly LetIn[] = [],
) =>
  createSlackCheckup({ ...CONFIG, ...more, apiUrl: slack.url }, { log: createLog('silent'), clock: fixedClock }).check(
    places(count),
    letIn,
  );
const asked = (method: string) => slack.calls.filter((call) => call.method === method);
const about = (findings: readonly Finding[], what: string) => findings.filter((finding) => finding.what === what);

test('the app token is tried with a call of its own', async () => {
  slack.replies['apps.connections.open'] = { ok: true, url: 'wss://slack.example/link?ticket=secret' };
  const well = await check(0, { appToken: 'xapp-secret' });
  expect(about(well, 'Slack Socket Mode')).toMatchObject([{ state: 'ok' }]);
  expect(asked('apps.connections.open')).toMatchObject([{ authorization: 'Bearer xapp-secret' }]);

  slack.replies['apps.connections.open'] = { ok: false, error: 'not_allowed_token_type' };
  const bad = await check(0, { appToken: 'xapp-secret' });
  expect(about(bad, 'Slack Socket Mode')).toMatchObject([{ state: 'fail' }]);
  expect(JSON.stringify([well, bad])).not.toMatch(/secret/);
});

test('no more channels are asked about than Slack answers in a minute, and the rest is told', async () => {
  const findings = await check(45);
  expect(asked('conversations.info')).toHaveLength(40);
  expect(about(findings, 'Slack channels')).toMatchObject([{ state: 'look', detail: /^5 could not/ }].map(matching));
});

test('when Slack stops answering, nothing more is asked', async () => {
  slack.replies['conversations.info'] = [
    { ok: true, channel: { name: 'desk', is_member: true } },
    { ok: false, error: 'ratelimited' },
  ];
  const findings = await check(5);
  expect(asked('conversations.info')).toHaveLength(2);
  expect(about(findings, 'Slack channels')).toMatchObject([{ state: 'look', detail: /^4 could not/ }].map(matching));
});

test('a channel that is not there for the bot fails, and the others are asked about', async () => {
  slack.replies['conversations.info'] = [
    { ok: false, error: 'channel_not_found' },
    { ok: true, channel: { name: 'acme', is_member: true } },
  ];
  const findings = await check(2);
  expect(about(findings, 'Slack C0')).toMatchObject([{ state: 'fail' }]);
  expect(about(findings, 'Slack C1')).toMatchObject([{ state: 'ok' }]);
});

test('more scopes than are needed do no harm; one that is missing does', () => {
  expect(checkScopes([...BOT_SCOPES, 'files:read'].join(', ')).state).toBe('ok');
  expect(checkScopes(BOT_SCOPES.slice(1).join(','))).toMatchObject({
    state: 'fail',
    detail: `missing: ${BOT_SCOPES[0]!}`,
  });
  expect(checkScopes(null).state).toBe('look');
});

describe('other workspaces', () => {
  const guest = { workspaceId: 'T0BETA', name: 'Beta', isHome: false, token: 'xoxb-beta' };
  const ours = { workspaceId: TEAM, name: 'Ours', isHome: true, token: 'xoxb-ours' };

  test.each([
    ['invalid_code', 'ok'],
    ['invalid_client_id', 'fail'],
    ['bad_client_secret', 'fail'],
    ['service_unavailable', 'look'],
  ])('the client id and secret are tried with a code that is none: %s is %s', async (error, state) => {
    slack.replies['oauth.v2.access'] = { ok: false, error };
    const findings = await check(0, { install: INSTALL });
    expect(about(findings, 'Slack client')).toMatchObject([{ state }]);
    expect(asked('oauth.v2.access')).toMatchObject([{ args: { client_id: '1.1' }, authorization: undefined }]);
    expect(JSON.stringify(findings)).not.toContain('client-secret');
  });

  test('each is asked with its own token, and so is each of its channels', async () => {
    slack.replies['conversations.info'] = { ok: true, channel: { name: 'support', is_member: true } };
    const beta = { platform: 'slack', workspaceId: 'T0BETA', channelId: 'C0BETA' };
    const checkup = createSlackCheckup(
      { ...CONFIG, install: INSTALL, apiUrl: slack.url },
      { log: createLog('silent'), clock: fixedClock },
    );
    const gone = { platform: 'slack', workspaceId: 'T0GONE', channelId: 'C0GONE' };
    const findings = await checkup.check([...places(1), beta, gone], [guest]);
    expect(about(findings, 'Slack guest')).toMatchObject([{ state: 'ok', detail: 'Beta (T0BETA)' }]);
    expect(asked('auth.test').map(({ authorization }) => authorization)).toEqual([
      'Bearer xoxb-secret',
      'Bearer xoxb-beta',
    ]);
    expect(asked('conversations.info').map(({ args, authorization }) => [args['channel'], authorization])).toEqual([
      ['C0', 'Bearer xoxb-secret'],
      ['C0BETA', 'Bearer xoxb-beta'],
    ]);
  });

  test('one whose token is refused fails, and home goes on', async () => {
    slack.replies['auth.test'] = [
      { ok: true, team: 'Acme', team_id: TEAM, user: 'switchboard' },
      { ok: false, error: 'token_revoked' },
    ];
    const findings = await check(1, { install: INSTALL }, [guest]);
    expect(about(findings, 'Slack token')).toMatchObject([{ state: 'ok' }]);
    expect(about(findings, 'Slack guest')).toMatchObject([
      {
        state: 'fail',
        detail: expect.stringContaining('Beta (T0BETA)'),
        remedy: expect.stringContaining('/desk invite'),
      },
    ]);
    expect(about(findings, 'Slack C0')).toMatchObject([{ state: 'ok' }]);
  });

  test('one that allowed less than is needed now fails', async () => {
    slack.replies['auth.test'] = (response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': BOT_SCOPES.slice(1).join(',') })
        .end(JSON.stringify({ ok: true, team: 'Acme', team_id: TEAM, user: 'switchboard' }));
    expect(about(await check(0, { install: INSTALL }, [guest]), 'Slack guest')).toMatchObject([
      { state: 'fail', detail: `Beta (T0BETA) did not allow: ${BOT_SCOPES[0]!}` },
    ]);
  });

  test('without a token of our own, home is the workspace that was let in as that', async () => {
    const findings = await check(1, { install: INSTALL, botToken: undefined }, [ours, guest]);
    expect(about(findings, 'Slack token')).toMatchObject([{ state: 'ok' }]);
    expect(about(findings, 'Slack guest')).toHaveLength(1);
    expect(asked('conversations.info')).toMatchObject([{ authorization: 'Bearer xoxb-ours' }]);
    expect(about(await check(0, { install: INSTALL, botToken: undefined }), 'Slack token')).toMatchObject([
      { state: 'fail', detail: 'no workspace is home' },
    ]);
  });
});

const matching = ({ state, detail }: { readonly state: string; readonly detail: RegExp }) => ({
  state,
  detail: expect.stringMatching(detail) as unknown,
});
