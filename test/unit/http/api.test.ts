import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { Router } from '@koa/router';
import { type Access, type ApiState, createAccess } from '../../../src/directory/access.ts';
import { asAdmin, KEY, serve } from './serve.ts';

const json = { ...asAdmin, 'Content-Type': 'application/json' };
const access = createAccess({ adminKey: KEY });

function ticketRoutes(access: Access) {
  const router = new Router<ApiState>();
  router.get('/tickets', (ctx) => {
    access.require(ctx.state.caller, 'tickets:read');
    ctx.body = { success: true, by: ctx.state.caller.keyId };
  });
  router.post('/tickets', (ctx) => {
    access.require(ctx.state.caller, 'tickets:write');
    ctx.body = { success: true, got: ctx.request.body };
  });
  router.get('/careless', (ctx) => {
    ctx.body = { success: true, secret: 'everything' };
  });
  return router;
}

const merchantRoutes = () => new Router<ApiState>().get('/merchants', (ctx) => (ctx.body = 'never'));

const apiOn = () => serve({ access, apiRoutes: [merchantRoutes(), ticketRoutes(access)] });

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
    await using app = await serve({ access: createAccess({ adminKey: undefined }), apiRoutes: [ticketRoutes(access)] });
    const answer = await app.get('/api/tickets', asAdmin);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining('SWITCHBOARD_ADMIN_KEY') });
  });

  test('keeps the answer of a route that did not ask who may', async () => {
    await using app = await apiOn();
    const answer = await app.get('/api/careless', asAdmin);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('everything');
    expect(JSON.stringify(app.lines)).toContain('GET /api/careless did not ask who may');
  });

  test('answers 404 and 405 as JSON', async () => {
    await using app = await apiOn();
    expect(await (await app.get('/api/nothing', asAdmin)).json()).toMatchObject({ success: false, code: 'not_found' });
    const answer = await app.send('DELETE', '/api/tickets', null, asAdmin);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'HEAD, GET, POST']);
    expect(await answer.json()).toMatchObject({ success: false, code: 'method_not_allowed' });
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
