import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkScopes, createSlackCheckup } from '../../../adapters/slack/check-slack.ts';
import { BOT_SCOPES } from '../../../adapters/slack/slack-surface.ts';
import type { Finding } from '../../../src/chat/checkup.ts';
import { createLog } from '../../../src/log.ts';
import { TEAM } from './support/an-event.ts';
import { fixedClock } from './support/slack-http.ts';
import { startWebApi, type WebApiServer } from './support/web-api-server.ts';

const CONFIG = { botToken: 'xoxb-secret', signingSecret: 'signing-secret' };

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
const check = (count = 0, more: { readonly appToken?: string } = {}) =>
  createSlackCheckup({ ...CONFIG, ...more, apiUrl: slack.url }, { log: createLog('silent'), clock: fixedClock }).check(
    places(count),
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

const matching = ({ state, detail }: { readonly state: string; readonly detail: RegExp }) => ({
  state,
  detail: expect.stringMatching(detail) as unknown,
});
