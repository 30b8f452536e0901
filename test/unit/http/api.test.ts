import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { type Middleware } from 'koa';
import { z } from 'zod';
import { type ChatPlatform } from '../../../src/chat/chat-platform.ts';
import { createAccess } from '../../../src/directory/access.ts';
import { route, type ApiRoute } from '../../../src/directory/api-route.ts';
import type { ApiKey } from '../../../src/directory/keys/api-key.schema.ts';
import { createLimits } from '../../../src/http/limits/create-limits.ts';
import { accessWith, asAdmin, clock, KEY, keyRingWith, serve } from './serve.ts';

const json = { ...asAdmin, 'Content-Type': 'application/json' };
const asMerchant = { Authorization: 'Bearer sb_of-a-merchant' };
const ofMerchant: ApiKey = {
  id: 7,
  tokenHash: 'hash',
  hint: 'sb_…hant',
  name: 'Reports',
  role: 'merchant',
  merchantId: 3,
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
  createdAt: clock.now(),
};

const events: Middleware = async (ctx, next) => {
  if (ctx.path === '/slack/events') ctx.status = 200;
  else await next();
};

const words = { topic: 'Tickets', summary: 'Do something with tickets' };

const readingTickets = route({
  ...words,
  method: 'get',
  path: '/tickets',
  permission: 'tickets:read',
  answer: { by: z.string() },
  handle: ({ caller }) => {
    caller.scope.own({});
    return Promise.resolve({ by: caller.keyId });
  },
});
const openingTickets = route({
  ...words,
  method: 'post',
  path: '/tickets',
  permission: 'tickets:open',
  body: z.unknown(),
  answer: { got: z.unknown() },
  handle: ({ body }) => Promise.resolve({ got: body }),
});
const forgettingWhose = route({
  ...words,
  method: 'get',
  path: '/careless',
  permission: 'tickets:read',
  answer: { secret: z.string() },
  handle: () => Promise.resolve({ secret: 'everything' }),
});
const managing = route({
  ...words,
  method: 'get',
  path: '/merchants',
  permission: 'merchants:write',
  answer: {},
  handle: () => Promise.resolve({ never: 'to be seen' }),
});

const apiRoutes = [managing, readingTickets, openingTickets, forgettingWhose];

const apiOn = () => serve({ access: accessWith({ 'sb_of-a-merchant': ofMerchant }), apiRoutes });

describe('the door of /api', () => {
  test('opens with the key', async () => {
    await using app = await apiOn();
    const answer = await app.get('/api/tickets', asAdmin);
    expect([answer.status, await answer.json()]).toEqual([200, { success: true, by: 'admin' }]);
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });

  test.each([
    ['no header', {}],
    ['another key', { Authorization: 'Bearer something-else-entirely' }],
    ['another scheme', { Authorization: `Basic ${KEY}` }],
    ['nothing after Bearer', { Authorization: 'Bearer' }],
  ])('stays shut with %s', async (_, headers: Record<string, string>) => {
    await using app = await apiOn();
    for (const path of ['/api/tickets', '/api/tickets/', '/api/merchants', '/api/nothing', '/api', '/api//tickets']) {
      const answer = await app.get(path, headers);
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="switchboard"']);
      expect(await answer.json()).toMatchObject({ success: false, code: 'unauthorized' });
    }
  });

  test.each(['/API/tickets', '/Api/Tickets', '//api/tickets', '/%61pi/tickets', '/x/../API/tickets'])(
    'is not walked past by writing the address otherwise: %s',
    async (path) => {
      await using app = await apiOn();
      expect(await raw(app.port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)).toContain(
        'HTTP/1.1 404',
      );
    },
  );

  test('is asked before the body is read', async () => {
    await using app = await apiOn();
    expect((await app.send('POST', '/api/tickets', '{ broken')).status).toBe(401);
  });

  test('says how to switch the API on', async () => {
    const access = createAccess({ adminKey: undefined, keyRing: keyRingWith(), clock });
    await using app = await serve({ access, apiRoutes });
    const answer = await app.get('/api/tickets', asAdmin);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining('SWITCHBOARD_ADMIN_KEY') });
  });

  test('opens no route that does not say who may', async () => {
    const careless = { ...readingTickets, permission: undefined } as unknown as ApiRoute;
    await expect(serve({ apiRoutes: [careless] })).rejects.toThrow('GET /api/tickets does not say who may');
  });

  test('lets in only whose role may', async () => {
    await using app = await apiOn();
    const answer = await app.get('/api/merchants', asMerchant);
    expect([answer.status, await answer.json()]).toEqual([
      403,
      { success: false, code: 'forbidden', message: 'This needs the permission merchants:write.' },
    ]);
    expect((await app.get('/api/tickets', asMerchant)).status).toBe(200);
  });

  test('keeps the answer of a route that did not ask whose it is from a merchant', async () => {
    await using app = await apiOn();
    const answer = await app.get('/api/careless', asMerchant);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('everything');
    expect(JSON.stringify(app.lines)).toContain('GET /api/careless did not ask whose it is');
    expect((await app.get('/api/careless', asAdmin)).status).toBe(200);
  });

  test('keeps an answer that is not as documented, where answers are checked', async () => {
    await using app = await serve({ apiRoutes: [managing], checksAnswers: true });
    const answer = await app.get('/api/merchants', asAdmin);
    expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('to be seen')]);
    expect(JSON.stringify(app.lines)).toContain('GET /api/merchants answers otherwise than it says');
  });

  test('answers 404 and 405 as JSON', async () => {
    await using app = await apiOn();
    expect(await (await app.get('/api/nothing', asAdmin)).json()).toMatchObject({ success: false, code: 'not_found' });
    const answer = await app.send('DELETE', '/api/tickets', null, asAdmin);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'HEAD, GET, POST']);
    expect(await answer.json()).toMatchObject({ success: false, code: 'method_not_allowed' });
  });
});

describe('how often', () => {
  const few = () => serve({ apiRoutes, limits: createLimits({ clock, requestsPerMinute: 20 }) });
  const ask = async (app: Awaited<ReturnType<typeof few>>, times: number, headers: Record<string, string>) => {
    for (let count = 0; count < times; count += 1) await app.get('/api/tickets', headers);
    return app.get('/api/tickets', headers);
  };

  test('a key may ask is limited, and the answer says when to try again', async () => {
    await using app = await few();
    const answer = await ask(app, 20, asAdmin);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '3']);
    expect(await answer.json()).toEqual({
      success: false,
      code: 'too_many_requests',
      message: 'Too many requests. Nothing was done: try again in 3 s.',
    });
  });

  test('who has no good key may ask is a tenth of that, and takes nothing from those who have one', async () => {
    await using app = await few();
    expect((await ask(app, 1, {})).status).toBe(401);
    const answer = await ask(app, 0, { Authorization: 'Bearer a-guess' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '30']);
    expect(answer.headers.get('www-authenticate')).toBeNull();
    expect((await app.get('/api/tickets', asAdmin)).status).toBe(200);
  });

  test('platforms send and machines look whether we are well is their affair', async () => {
    const platform = { name: 'chat', routes: events } as unknown as ChatPlatform;
    const limits = createLimits({ clock, requestsPerMinute: 1 });
    await using app = await serve({ apiRoutes, limits, platforms: [platform] });
    for (let count = 0; count < 30; count += 1) {
      expect((await app.get('/healthz')).status).toBe(200);
      expect((await app.send('POST', '/slack/events')).status).toBe(200);
    }
  });

  test('is counted where they come from, as our own proxies tell it', async () => {
    const limits = createLimits({ clock, requestsPerMinute: 10 });
    await using app = await serve({ apiRoutes, limits, trustedProxies: 1 });
    const from = async (addresses: string) => (await app.get('/api/tickets', { 'X-Forwarded-For': addresses })).status;
    expect([await from('192.0.2.1'), await from('192.0.2.1')]).toEqual([401, 429]);
    expect(await from('192.0.2.2')).toBe(401);
    // What stands before our proxy's entry is what somebody says of themselves.
    expect(await from('192.0.2.3, 192.0.2.1')).toBe(429);
  });

  test('is counted by the connection where there is no proxy of ours', async () => {
    await using app = await serve({ apiRoutes, limits: createLimits({ clock, requestsPerMinute: 10 }) });
    const from = async (address: string) => (await app.get('/api/tickets', { 'X-Forwarded-For': address })).status;
    expect([await from('192.0.2.1'), await from('192.0.2.2')]).toEqual([401, 429]);
  });
});

describe('a body', () => {
  test('that is a JSON object arrives', async () => {
    await using app = await apiOn();
    const answer = await app.send('POST', '/api/tickets', '{"subject":"Zażółć 🎫"}', json);
    expect(await answer.json()).toEqual({ success: true, got: { subject: 'Zażółć 🎫' } });
  });

  test('that is absent is an empty object', async () => {
    await using app = await apiOn();
    const answer = await app.send('POST', '/api/tickets', null, asAdmin);
    expect(await answer.json()).toEqual({ success: true, got: {} });
  });

  test.each([
    ['{"subject":', 400, /not valid JSON/],
    ['[1]', 400, /must be a JSON object/],
    ['"text"', 400, /must be a JSON object/],
    ['null', 400, /must be a JSON object/],
    [new Uint8Array([0x7b, 0xff, 0x7d]), 400, /not valid JSON in UTF-8/],
    [`{"a":"${'x'.repeat(1024 * 1024)}"}`, 413, /larger than 1 MiB/],
  ])('%# is refused', async (body, status, message) => {
    await using app = await apiOn();
    const answer = await app.send('POST', '/api/tickets', body, json);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ success: false, message: expect.stringMatching(message) });
    expect((await app.get('/healthz')).status).toBe(200);
  });

  test('without a length is counted as it comes', async () => {
    await using app = await apiOn();
    const head = `POST /api/tickets HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${KEY}\r\n`;
    const type = 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    const answer = await raw(app.port, head + type + `400\r\n${'x'.repeat(1024)}\r\n`.repeat(1100));
    expect(answer).toContain('HTTP/1.1 413');
    expect(answer).toContain('"code":"too_large"');
  });

  test.each([
    { 'Content-Type': 'application/x-www-form-urlencoded' },
    { 'Content-Type': 'text/plain' },
    { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
  ])('of another kind is refused: %j', async (headers) => {
    await using app = await apiOn();
    const answer = await app.send('POST', '/api/tickets', '{}', { ...asAdmin, ...headers });
    expect([answer.status, await answer.json()]).toEqual([
      415,
      expect.objectContaining({ success: false, code: 'unsupported_media_type' }),
    ]);
  });

  test('is never logged, nor is the key', async () => {
    await using app = await apiOn();
    await app.send('POST', '/api/tickets', '{"subject":"private words"}', json);
    await app.send('POST', '/api/tickets', '{"private words', json);
    expect(JSON.stringify(app.lines)).not.toMatch(new RegExp(`private words|${KEY}`));
  });
});

/** Sends bytes as they are; fetch would tidy them up. Resolves with the start of the answer. */
function raw(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.once('error', reject).once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
  });
}
