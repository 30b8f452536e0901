import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { giveBackToken } from '../../../../adapters/slack/install/give-back-token.ts';
import type { Installations } from '../../../../src/chat/installations.ts';
import { createLog } from '../../../../src/log.ts';
import { startWebApi, type WebApiServer } from '../support/web-api-server.ts';

const REFUSED = { platform: 'slack', workspaceId: 'T0ACME', name: 'Acme', token: 'xoxb-acme' };

let slack: WebApiServer;
let find: jest.Mock<Installations['find']>;

beforeEach(async () => {
  slack = await startWebApi();
  slack.replies['auth.revoke'] = { ok: true, revoked: true };
  find = jest.fn<Installations['find']>().mockResolvedValue(null);
});
afterEach(() => slack.close());

const giveBack = () =>
  giveBackToken(REFUSED, { apiUrl: slack.url }, { installations: { find }, log: createLog('silent') });
const asked = () => slack.calls.map(({ method, authorization }) => [method, authorization]);

test.each([null, 'ended'] as const)('of a workspace where the app is not in use (%s) it is revoked', async (found) => {
  find.mockResolvedValue(found);
  await giveBack();
  expect(asked()).toEqual([['auth.revoke', 'Bearer xoxb-acme']]);
});

test('where the app is in use it stays, for Slack gives a workspace one token', async () => {
  find.mockResolvedValue({ token: 'xoxb-acme', serial: 1 });
  await giveBack();
  expect(asked()).toEqual([]);
});

test('while that cannot be told it stays', async () => {
  find.mockRejectedValue(new Error('ECONNREFUSED'));
  await giveBack();
  expect(asked()).toEqual([]);
});

test('that Slack fails changes nothing of what people are told', async () => {
  slack.replies['auth.revoke'] = { ok: false, error: 'internal_error' };
  await expect(giveBack()).resolves.toBeUndefined();
});
