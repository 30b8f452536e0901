import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import Koa from 'koa';
import type { TeamsActivity } from '../../../../adapters/teams/activity.ts';
import { createMessagesEndpoint, MESSAGES_PATH } from '../../../../adapters/teams/receiving/messages-endpoint.ts';
import type { TeamsConfig } from '../../../../adapters/teams/teams-config.ts';
import { createLog } from '../../../../src/log.ts';
import { startTeamsStandIn, type TeamsStandIn } from '../../../support/teams-stand-in/start-teams-stand-in.ts';
import { makeKey } from '../../../support/teams-stand-in/tokens.ts';

const HOUR_MS = 3_600_000;

describe('where Teams calls us', () => {
  let teams: TeamsStandIn;
  let taken: TeamsActivity[];
  let take: () => Promise<void>;
  let now: Date;
  const closing: (() => Promise<unknown>)[] = [];

  async function serve(config: TeamsConfig): Promise<string> {
    const endpoint = createMessagesEndpoint(config, {
      take: async (activity) => {
        await take();
        taken.push(activity);
        if (activity.name === 'none of ours') return { status: 501 };
        return activity.type === 'invoke' ? { status: 200, body: { said: 'done' } } : undefined;
      },
      insteadOf: ({ type }) => (type === 'invoke' ? { said: 'try again' } : undefined),
      clock: { now: () => now },
      log: createLog('silent'),
    });
    // Stands behind a proxy of ours.
    const handle = new Koa({ proxy: true }).use(endpoint.routes).callback();
    const server = createServer((asked, response) => void handle(asked, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))));
    endpoint.open();
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}${MESSAGES_PATH}`;
  }

  beforeAll(async () => {
    // The library prints what it refuses.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    teams = await startTeamsStandIn();
    now = new Date();
    teams.appUrl = await serve({ app: teams.app, cloud: teams.cloud });
  });
  beforeEach(() => {
    taken = [];
    take = () => Promise.resolve();
    now = new Date();
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    for (const close of closing) await close();
    await teams.stop();
  });

  const aMessage = (otherwise: Readonly<Record<string, unknown>> = {}) =>
    teams.activity({
      type: 'message',
      id: String(teams.world.nextTime()),
      from: { id: '29:ada', name: 'Ada Obi' },
      conversation: { id: '19:one@thread.tacv2' },
      text: 'hello',
      ...otherwise,
    });
  const BARE = (status: number) => ({ status, text: '' });
  /** The answer to a page that asks for us by this name. */
  const statusFor = (host: string, forwarded: string = host) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { host, 'x-forwarded-host': forwarded, 'content-type': 'application/json' };
      const sent = request(teams.appUrl, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject).end(JSON.stringify(aMessage()));
    });

  test('takes what Microsoft signed for us', async () => {
    expect(await teams.tell(aMessage())).toEqual(BARE(200));
    expect(taken).toMatchObject([{ type: 'message', text: 'hello' }]);
  });

  test.each<[string, () => string]>([
    ['no token', () => ''],
    ['no token in it', () => 'Bearer '],
    ['words', () => 'Bearer hello'],
    ['another scheme', () => `Basic ${teams.token()}`],
    ['no signature', () => `Bearer ${teams.token({}, teams.key, 'none')}`],
    ['a wrong key', () => `Bearer ${teams.token({}, { ...makeKey('published') })}`],
    ['an unknown key', () => `Bearer ${teams.token({}, makeKey('nobody’s'))}`],
    ['another audience', () => `Bearer ${teams.token({ aud: '00000000-0000-0000-0000-000000000000' })}`],
    ['no audience', () => `Bearer ${teams.token({ aud: undefined })}`],
    ['another issuer', () => `Bearer ${teams.token({ iss: 'https://api.example.com' })}`],
    [
      'a tenant’s own issuer, which the library takes for an emulator',
      () => {
        const tid = '11111111-2222-4333-8444-555555555555';
        const iss = `https://sts.windows.net/${tid}/`;
        return `Bearer ${teams.token({ iss, tid, appid: teams.app.id, ver: '1.0', serviceurl: undefined })}`;
      },
    ],
    ['an expired one', () => `Bearer ${teams.token({ exp: Math.floor(Date.now() / 1000) - 301 })}`],
    ['one for later', () => `Bearer ${teams.token({ nbf: Math.floor(Date.now() / 1000) + 301 })}`],
    ['one without an end', () => `Bearer ${teams.token({ exp: undefined })}`],
    ['another service’s', () => `Bearer ${teams.token({ serviceurl: 'https://smba.trafficmanager.net/emea/' })}`],
    ['one of no service', () => `Bearer ${teams.token({ serviceurl: undefined })}`],
  ])('refuses %s with a bare 401', async (_, authorization) => {
    expect(await teams.tell(aMessage(), authorization())).toEqual(BARE(401));
    expect(taken).toEqual([]);
  });

  test.each([
    [{ serviceUrl: undefined }],
    [{ serviceUrl: '' }],
    [{ serviceUrl: 'http://169.254.169.254/' }],
    [{ serviceUrl: 'https://smba.trafficmanager.net.example.com/' }],
    [{ channelId: undefined }],
    [{ channelId: 'emulator' }],
    [{ channelId: 'AseChannel' }],
  ])('refuses an activity of no service of Teams, whatever its token says: %j', async (otherwise) => {
    const { serviceUrl } = otherwise as { serviceUrl?: string };
    const token = teams.token('serviceUrl' in otherwise ? { serviceurl: serviceUrl } : {});
    expect(await teams.tell(aMessage(otherwise), `Bearer ${token}`)).toEqual(BARE(401));
    expect(taken).toEqual([]);
  });

  test('fits a token that it knows to the service, too', async () => {
    const authorization = `Bearer ${teams.token()}`;
    expect(await teams.tell(aMessage(), authorization)).toEqual(BARE(200));
    const other = `${teams.serviceUrl}emea/`;
    expect(await teams.tell(aMessage({ serviceUrl: other }), authorization)).toEqual(BARE(401));
  });

  test('believes a token that it knows until it expires, and no longer', async () => {
    const authorization = `Bearer ${teams.token({ exp: Math.floor(Date.now() / 1000) - 200 })}`;
    // Within the tolerance of the library's clock.
    expect(await teams.tell(aMessage(), authorization)).toEqual(BARE(200));
    const lasting = `Bearer ${teams.token()}`;
    expect(await teams.tell(aMessage(), lasting)).toEqual(BARE(200));
    now = new Date(now.getTime() + 2 * HOUR_MS);
    jest.spyOn(Date, 'now').mockReturnValue(now.getTime());
    expect(await teams.tell(aMessage(), lasting)).toEqual(BARE(401));
    jest.spyOn(Date, 'now').mockRestore();
  });

  test('asks to be told again when the effects are not durable', async () => {
    take = () => Promise.reject(new Error('no database'));
    expect(await teams.tell(aMessage())).toEqual(BARE(503));
  });

  test('answers a click with what came of it, or that it may be tried again', async () => {
    const click = aMessage({ type: 'invoke', name: 'adaptiveCard/action' });
    expect(await teams.tell(click)).toEqual({ status: 200, text: '{"said":"done"}' });
    expect(await teams.tell({ ...click, name: 'none of ours' })).toEqual({ status: 501, text: '' });
    take = () => Promise.reject(new Error('no database'));
    expect(await teams.tell(click)).toEqual({ status: 200, text: '{"said":"try again"}' });
  });

  test('answers in time, whatever the work does', async () => {
    let goOn: () => void = () => undefined;
    take = () => new Promise((resolve) => (goOn = resolve));
    const began = Date.now();
    expect(await teams.tell(aMessage())).toEqual(BARE(503));
    expect(Date.now() - began).toBeLessThan(3_000);
    goOn();
  });

  test('takes no more than Teams sends', async () => {
    expect(await teams.tell(aMessage({ text: 'x'.repeat(600_000) }))).toEqual(BARE(413));
    expect(taken).toEqual([]);
  });

  test('leaves alone what is proved and cannot be read: no repetition makes it readable', async () => {
    expect(await teams.tell(teams.activity({ type: 'message' }))).toEqual(BARE(200));
    expect(taken).toEqual([]);
  });

  test('takes no form of a page', async () => {
    const response = await fetch(teams.appUrl, { method: 'POST', body: JSON.stringify(aMessage()) });
    expect(response.status).toBe(415);
  });

  test('cannot tell while Microsoft’s keys are away, and says so', async () => {
    const away = { ...teams.cloud, openIdMetadataUrl: `${teams.cloud.openIdMetadataUrl}-away` };
    const before = teams.appUrl;
    teams.appUrl = await serve({ app: teams.app, cloud: away });
    expect(await teams.tell(aMessage())).toEqual(BARE(503));
    teams.appUrl = before;
  });

  test('answers in time also while Microsoft’s keys hang', async () => {
    const hanging = createServer(() => undefined);
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => (hanging.closeAllConnections(), hanging.close(resolve))));
    const openIdMetadataUrl = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/openid`;
    const before = teams.appUrl;
    teams.appUrl = await serve({ app: teams.app, cloud: { ...teams.cloud, openIdMetadataUrl } });
    expect(await teams.tell(aMessage())).toEqual(BARE(503));
    teams.appUrl = before;
  });

  test('without an app believes the local playground, and nobody elsewhere', async () => {
    const before = teams.appUrl;
    teams.appUrl = await serve({ app: undefined });
    expect(await teams.tell(aMessage(), '')).toEqual(BARE(200));
    expect(await teams.tell(aMessage({ serviceUrl: 'http://169.254.169.254/' }), '')).toEqual(BARE(401));
    expect(taken).toHaveLength(1);
    for (const [host, status] of [
      ['localhost:3978', 200],
      ['[::1]', 200],
      ['rebound.example.com', 401],
      ['127.0.0.1.example.com', 401],
    ] as const) {
      expect(await statusFor(host)).toBe(status);
    }
    expect(await statusFor('rebound.example.com', 'localhost')).toBe(401);
    expect(await statusFor('localhost', 'rebound.example.com')).toBe(401);
    expect(taken).toHaveLength(3);
    teams.appUrl = before;
  });
});
