import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Koa from 'koa';
import { createPages } from '../../../adapters/web/pages.ts';

let folder: string;
let server: Server;

beforeAll(async () => {
  // A folder whose own path looks like that of what never changes.
  folder = await mkdtemp(join(tmpdir(), 'switchboard-pages-'));
  const built = join(folder, 'assets', 'client');
  await mkdir(join(built, 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'not for anybody');
  await writeFile(join(built, 'secret.txt'), 'not a page');
  await writeFile(join(built, 'index.html'), 'the sandbox');
  await writeFile(join(built, 'app.html'), 'the app');
  await writeFile(join(built, 'assets', 'main-1a2b.js'), 'let plain;');
  await writeFile(join(built, 'assets', 'main-1a2b.js.gz'), gzipSync('let packed;'));
  await writeFile(join(built, 'assets', '.hidden'), 'hidden');
  const koa = new Koa();
  koa.silent = true;
  koa.use(
    createPages(built, {
      '/login/*': '/app.html',
      '/tickets': '/app.html',
      '/tickets/*': '/app.html',
      '/': '/index.html',
    }),
  );
  const handle = koa.callback();
  server = createServer((asked, answer) => void handle(asked, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `fetch` would mend the path. */
const ask = (path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body });
      });
    });
    asked.on('error', reject).end();
  });

test.each([
  ['/', 'the sandbox'],
  ['/?a=b', 'the sandbox'],
  ['/login/x', 'the app'],
  ['/tickets', 'the app'],
  ['/tickets/SB-1', 'the app'],
  ['/tickets/../../secret.txt', 'the app'],
])('%s is its page, asked for anew each time, and may load only what is ours', async (path, body) => {
  const answer = await ask(path);
  expect(answer).toMatchObject({ status: 200, body });
  expect(answer.headers['content-type']).toMatch(/^text\/html/);
  expect(answer.headers['cache-control']).toBe('no-cache');
  const policy = answer.headers['content-security-policy'];
  for (const rule of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"]) {
    expect(policy).toContain(rule);
  }
  expect(policy).not.toContain('unsafe');
});

test('an asset is kept for ever, and packed for those who take it so', async () => {
  const plain = await ask('/assets/main-1a2b.js');
  expect(plain).toMatchObject({ status: 200, body: 'let plain;' });
  expect(plain.headers['cache-control']).toMatch(/max-age=31536000, immutable/);
  expect(plain.headers['content-type']).toMatch(/javascript/);
  const packed = await ask('/assets/main-1a2b.js', 'GET', { 'Accept-Encoding': 'gzip' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(packed.headers['content-type']).toMatch(/javascript/);
  expect(packed.headers.vary).toMatch(/Accept-Encoding/);
});

test('HEAD tells the same without a body', async () => {
  for (const path of ['/', '/assets/main-1a2b.js']) {
    expect(await ask(path, 'HEAD')).toMatchObject({ status: 200, body: '' });
  }
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not for pages', async (method) => {
  for (const path of ['/', '/tickets', '/assets/main-1a2b.js']) expect((await ask(path, method)).status).toBe(404);
});

describe('what is not there, or not for anybody', () => {
  test.each([
    '/assets/missing.js',
    '/assets/',
    '/assets/.hidden',
    '/index.html',
    '/app.html',
    '/secret.txt',
    '/login',
    '/ticketsx',
    '/assets/../secret.txt',
    '/assets/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/../../../secret.txt',
    '/assets/..%2f..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/%2e%2e/secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets/%00',
    '/assets/%E0%A4%A',
    '//etc/passwd',
  ])('%s', async (path) => {
    const { status, body } = await ask(path);
    expect([400, 403, 404]).toContain(status);
    expect(body).not.toMatch(/not for anybody|not a page|hidden/);
  });

  test('an asset that is missing is not kept', async () => {
    expect((await ask('/assets/missing.js')).headers['cache-control']).toBeUndefined();
  });
});
