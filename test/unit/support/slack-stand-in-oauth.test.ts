import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SlackStandIn } from '../../support/slack-stand-in/client.ts';
import { startSlackStandIn } from '../../support/slack-stand-in/start-slack-stand-in.ts';
import { APP_CLIENT } from '../../support/slack-stand-in/world-types.ts';
import { startAppStub, type AppStub } from './app-stub.ts';

const TEAM = 'T0ACME';
const BACK_TO = 'https://desk.example.com/slack/oauth_redirect';

let slack: SlackStandIn;
let app: AppStub;

beforeAll(async () => {
  slack = await startSlackStandIn();
  app = await startAppStub();
  await slack.setAppUrls(app.url);
  await slack.addWorkspaceWithoutApp(TEAM, 'Acme');
});
afterAll(async () => {
  await app.stop();
  await slack.stop();
});

const allow = () =>
  slack.authorize({ teamId: TEAM, clientId: APP_CLIENT.clientId, redirectUri: BACK_TO, scope: 'chat:write,commands' });

async function ask(method: string, args: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(args),
  });
  return (await response.json()) as Record<string, unknown>;
}

const exchange = (code: string, more: Record<string, string> = {}) =>
  ask('oauth.v2.access', {
    client_id: APP_CLIENT.clientId,
    client_secret: APP_CLIENT.clientSecret,
    redirect_uri: BACK_TO,
    code,
    ...more,
  });
const isGood = (token: string) => ask('auth.test', {}, { authorization: `Bearer ${token}` });

test('a code gives a token once, to our app alone, and for the address that it was asked for', async () => {
  const code = await allow();
  expect(await exchange(code, { client_id: '1.1' })).toEqual({ ok: false, error: 'invalid_client_id' });
  expect(await exchange(code, { client_secret: 'wrong' })).toEqual({ ok: false, error: 'bad_client_secret' });
  expect(await exchange(code, { redirect_uri: 'https://evil.example' })).toEqual({
    ok: false,
    error: 'bad_redirect_uri',
  });
  expect(await exchange('made-up')).toEqual({ ok: false, error: 'invalid_code' });
  const granted = await exchange(code);
  expect(granted).toMatchObject({ ok: true, token_type: 'bot', team: { id: TEAM, name: 'Acme' }, enterprise: null });
  expect(await isGood(String(granted['access_token']))).toMatchObject({ ok: true, team_id: TEAM });
  expect(await exchange(code)).toEqual({ ok: false, error: 'invalid_code' });
  expect(await exchange(await allow())).toMatchObject({ access_token: granted['access_token'] });
});

test('when the app is taken out its token ends, its bot leaves, and the app is told twice', async () => {
  const { access_token: token } = await exchange(await allow());
  const channel = await slack.addChannel({ teamId: TEAM });
  await slack.uninstall(TEAM);
  await slack.quiet();
  expect(await isGood(String(token))).toEqual({ ok: false, error: 'token_revoked' });
  expect(app.events().map(({ type }) => type)).toEqual(expect.arrayContaining(['tokens_revoked', 'app_uninstalled']));
  const { access_token: anew } = await exchange(await allow());
  expect(anew).not.toBe(token);
  const post = { channel: channel.id, text: 'Hello' };
  const answer = await ask('chat.postMessage', post, { authorization: `Bearer ${String(anew)}` });
  expect(answer).toMatchObject({ ok: false, error: 'not_in_channel' });
});

test('a token that is given back works no more, and the app is let in again with another', async () => {
  const { access_token: token } = await exchange(await allow());
  expect(await ask('auth.revoke', {}, { authorization: `Bearer ${String(token)}` })).toEqual({
    ok: true,
    revoked: true,
  });
  expect(await isGood(String(token))).toEqual({ ok: false, error: 'token_revoked' });
  expect((await exchange(await allow()))['access_token']).not.toBe(token);
});
