import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createAppToken } from '../../../../adapters/teams/calls/app-token.ts';
import { createTeamsCall, type TeamsCall } from '../../../../adapters/teams/calls/teams-calls.ts';
import { startTeamsStandIn, type TeamsStandIn } from '../../../support/teams-stand-in/start-teams-stand-in.ts';

const CHANNEL = '19:one@thread.tacv2';
const HOUR_MS = 3_600_000;

describe('a request to Teams', () => {
  let teams: TeamsStandIn;
  let call: TeamsCall;
  let now: Date;

  beforeAll(async () => {
    teams = await startTeamsStandIn();
    teams.world.channels.add(CHANNEL);
  });
  beforeEach(() => {
    now = new Date();
    const config = { app: teams.app, cloud: teams.cloud };
    call = createTeamsCall(config, createAppToken(config, 'connector', { now: () => now }));
  });
  afterAll(() => teams.stop());

  const send = (serviceUrl = teams.serviceUrl) =>
    call(
      { operation: 'send', serviceUrl, path: [CHANNEL, 'activities'], body: { type: 'message', text: 'hello' } },
      z.object({ id: z.string() }),
    );

  test('bears a token, which those who ask at once share, until it ends', async () => {
    const before = teams.requests('token');
    await Promise.all([send(), send(), send()]);
    expect(teams.requests('token')).toBe(before + 1);
    now = new Date(now.getTime() + 2 * HOUR_MS);
    await send();
    expect(teams.requests('token')).toBe(before + 2);
  });

  test('fetches another token once one was refused', async () => {
    await send();
    const before = teams.requests('token');
    teams.fault('send', { status: 401 });
    await expect(send()).rejects.toMatchObject({ kind: 'unauthorized' });
    await send();
    expect(teams.requests('token')).toBe(before + 1);
  });

  test.each([
    'http://169.254.169.254/',
    'https://smba.example.com/',
    'file:///etc/passwd',
    'https://a@127.0.0.1/',
    'no',
  ])('never goes to %s, and no token with it', async (serviceUrl) => {
    const before = teams.requests('token');
    await expect(send(serviceUrl)).rejects.toMatchObject({ kind: 'rejected' });
    expect(teams.requests('token')).toBe(before);
  });

  test('never goes to somebody by name, be it at the right host', async () => {
    await expect(send(teams.serviceUrl.replace('//', '//ada@'))).rejects.toMatchObject({ kind: 'rejected' });
  });

  test('never goes on to where an answer leads', async () => {
    let asked = 0;
    const elsewhere = createServer((_, response) => {
      asked += 1;
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"1"}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    try {
      const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
      teams.fault('send', { status: 307, headers: { location } });
      await expect(send()).rejects.toMatchObject({ kind: 'ambiguous' });
      expect(asked).toBe(0);
    } finally {
      elsewhere.closeAllConnections();
      elsewhere.close();
    }
  });

  test.each([
    [400, 'unauthorized'],
    [401, 'unauthorized'],
    [503, 'transient'],
  ])('without a token (%i) is not made: %s', async (status, kind) => {
    teams.fault('token', { status });
    const before = teams.requests('send');
    await expect(send()).rejects.toMatchObject({ kind });
    expect(teams.requests('send')).toBe(before);
  });

  test('whose answer cannot be read may have been done', async () => {
    const path = [CHANNEL, 'activities'];
    const wanted = z.object({ nothing: z.string() });
    const body = { type: 'message', text: 'hello' };
    const asked = call({ operation: 'send', serviceUrl: teams.serviceUrl, path, body }, wanted);
    await expect(asked).rejects.toMatchObject({ kind: 'ambiguous' });
  });
});
