import { describe, expect, test } from '@jest/globals';
import { type Middleware } from 'koa';
import { type ChatPlatform } from '../../../src/chat/chat-platform.ts';
import { route } from '../../../src/directory/api-route.ts';
import { conflict } from '../../../src/errors.ts';
import { type Readiness } from '../../../src/http/health.ts';
import { asAdmin, serve } from './serve.ts';

const platform = (routes: Middleware) => ({ name: 'chat', routes }) as unknown as ChatPlatform;

describe('health', () => {
  test('alive', async () => {
    await using app = await serve();
    const answer = await app.get('/healthz');
    expect([answer.status, await answer.json()]).toEqual([200, { success: true, status: 'ok' }]);
  });

  test('ready when every check is', async () => {
    await using app = await serve();
    const answer = await app.get('/readyz');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ success: true, status: 'ready', checks: { database: true } });
  });

  test('not ready names what is wrong', async () => {
    const readiness: Readiness = () => Promise.resolve({ database: 'no answer', migrations: true });
    await using app = await serve({ readiness });
    const answer = await app.get('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      success: false,
      message: 'Not ready: database.',
      code: 'not_ready',
      checks: { database: 'no answer', migrations: true },
    });
  });

  test('metrics tell requests by their route, not by their path', async () => {
    const tickets = route({
      method: 'get',
      path: '/tickets/:id',
      permission: 'tickets:read',
      topic: 'Tickets',
      summary: 'Read a ticket',
      answer: {},
      handle: () => Promise.resolve({}),
    });
    await using app = await serve({ apiRoutes: [tickets] });
    await app.get('/api/tickets/7', asAdmin);
    await app.get('/nowhere/at/all');
    const answer = await app.get('/metrics');
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const text = await answer.text();
    expect(text).toContain('_count{method="GET",route="/api/tickets/:id",status="200"} 1');
    expect(text).toContain('_count{method="GET",route="other",status="404"} 1');
    expect(text).not.toContain('nowhere');
  });
});

describe('the request id', () => {
  test('is made, answered and logged', async () => {
    await using app = await serve();
    const id = (await app.get('/nowhere')).headers.get('x-request-id');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(app.lines).toContainEqual(expect.objectContaining({ requestId: id, status: 404 }));
  });

  test('of a proxy is kept', async () => {
    await using app = await serve();
    const answer = await app.get('/healthz', { 'X-Request-Id': 'edge:42' });
    expect(answer.headers.get('x-request-id')).toBe('edge:42');
  });

  test.each(['a'.repeat(65), '{"a":1}', 'two words'])('that could do harm is replaced: %s', async (id) => {
    await using app = await serve();
    const answer = await app.get('/healthz', { 'X-Request-Id': id });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('errors', () => {
  const failing = (error: unknown) =>
    platform((ctx, next) => {
      if (ctx.path === '/fail') throw error;
      return next() as Promise<unknown>;
    });

  test('of ours are answered as they are, with their details', async () => {
    await using app = await serve({ platforms: [failing(conflict('Closed stays closed.', { allowed: ['new'] }))] });
    const answer = await app.get('/fail');
    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual({
      success: false,
      message: 'Closed stays closed.',
      code: 'conflict',
      allowed: ['new'],
    });
  });

  test('that nobody foresaw tell nothing but the request id; the log tells the rest, without parameters', async () => {
    const fault = Object.assign(new Error('table ticket is gone'), { parameters: ['what a person wrote'] });
    await using app = await serve({ platforms: [failing(fault)] });
    const answer = await app.get('/fail?token=hush');
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({
      success: false,
      code: 'internal',
      requestId: answer.headers.get('x-request-id'),
    });
    expect(text).not.toContain('ticket');
    const log = JSON.stringify(app.lines);
    expect(log).toContain('table ticket is gone');
    expect(log).not.toContain('what a person wrote');
    expect(log).not.toContain('hush');
  });

  test.each(['a string', null, 7])('even if %s is thrown', async (thrown) => {
    await using app = await serve({ platforms: [failing(thrown)] });
    const answer = await app.get('/fail');
    expect(await answer.json()).toMatchObject({ success: false, code: 'internal' });
  });

  test('nothing at this address', async () => {
    await using app = await serve();
    const answer = await app.get('/nowhere');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      success: false,
      message: 'There is nothing at this address.',
      code: 'not_found',
    });
  });

  test('wrong method', async () => {
    await using app = await serve();
    const answer = await app.send('DELETE', '/healthz');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'HEAD, GET']);
    expect(await answer.json()).toMatchObject({ success: false, code: 'method_not_allowed' });
  });
});

test('a platform gets the raw body, outside /api and without a key', async () => {
  const echo: Middleware = async (ctx) => {
    const chunks: Buffer[] = [];
    for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
    ctx.body = Buffer.concat(chunks).toString();
  };
  await using app = await serve({ platforms: [platform(echo)] });
  const answer = await app.send('POST', '/chat/events', 'not { json');
  expect([answer.status, await answer.text()]).toEqual([200, 'not { json']);
});

test('answers carry the headers that keep browsers from misusing them', async () => {
  await using app = await serve();
  const { headers } = await app.get('/nowhere');
  expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('x-powered-by')).toBeNull();
});

test('a path that no route knows is written without what may be a token', async () => {
  await using app = await serve();
  await app.get('/nowhere/hush-hush-hush-hush-hush/at-all');
  expect(app.lines).toEqual([expect.objectContaining({ route: '/nowhere/…/at-all', status: 404 })]);
});

test('a request is one line, without its query; health checks are quiet', async () => {
  await using app = await serve();
  await app.get('/nowhere?token=hush');
  await app.get('/healthz');
  expect(app.lines).toEqual([
    expect.objectContaining({ level: 30, method: 'GET', route: '/nowhere', status: 404, ms: expect.any(Number) }),
    expect.objectContaining({ level: 20, method: 'GET', route: '/healthz', status: 200 }),
  ]);
  expect(JSON.stringify(app.lines)).not.toContain('hush');
});
