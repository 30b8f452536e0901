import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request } from 'node:http';
import { SandboxFeed } from '../support/sandbox/sandbox-feed.ts';
import { SandboxPage } from '../support/sandbox/sandbox-page.ts';
import { waitFor } from '../support/wait-for.ts';
import { countRows, viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';

let page: SandboxPage;
let view: DatabaseView;
let own: string;

beforeAll(async () => {
  page = await SandboxPage.start();
  view = await viewDatabase(`sqlite:${page.product.folder}/data/switchboard.db`);
  const isQuiet = async () =>
    (await view.rows(`SELECT 1 FROM job WHERE state = 'ready' AND kind <> 'expire-offer'`)).length === 0;
  await waitFor(isQuiet, { what: 'everything to be delivered' });
  own = `127.0.0.1:${page.product.port}`;
});
afterAll(async () => {
  await view.close();
  await page.close();
});

interface Sent {
  readonly method: string;
  readonly path: string;
  /** Null leaves a header out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: string;
}

/** `fetch` would set these headers itself. */
const send = ({ method, path, headers = {}, body }: Sent): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const all = { Host: own, ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers };
    const sent = Object.fromEntries(
      Object.entries<string | null>(all).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
    );
    const asked = request({ host: '127.0.0.1', port: page.product.port, method, path, headers: sent }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });

/** What was asked is refused, and nothing is changed by it. */
const expectRefused = async (sent: Sent, status: number) => {
  const before = await countRows(view);
  const answer = await send(sent);
  expect({ status: answer.status, body: JSON.parse(answer.body) as unknown }).toEqual({
    status,
    body: { success: false, code: expect.any(String), message: expect.any(String) },
  });
  expect(await countRows(view)).toEqual(before);
};

const messages = () => ({
  userId: page.person('Maria'),
  channelId: page.merchant('Northwind').channelId,
  threadId: null,
  clientId: 'client-id-1',
  text: 'Not from the page',
});
const posts = (): [string, unknown][] => [
  ['/sandbox/messages', messages()],
  ['/sandbox/actions', { ...messages(), text: undefined, messageId: 'post-1', action: 'resolve:3', choice: null }],
  [`/sandbox/agents/${page.agent('Bo').agentId}/availability`, { isAvailable: false }],
  [`/sandbox/channels/${page.merchant('Northwind').channelId}/reach`, { isOffline: true }],
  [`/sandbox/channels/${page.merchant('Northwind').channelId}/membership`, { isRemoved: true }],
  ['/sandbox/reset', {}],
];

const wrongHosts = () => [
  'attacker.example',
  `attacker.example:${page.product.port}`,
  `localhost.attacker.example:${page.product.port}`,
  `127.0.0.1.attacker.example:${page.product.port}`,
  '127.0.0.1',
  '127.0.0.1:1',
  `127.0.0.2:${page.product.port}`,
  `0.0.0.0:${page.product.port}`,
  `${own}@attacker.example`,
  'not a host',
];
const wrongOrigins = () => [
  'https://attacker.example',
  `http://attacker.example:${page.product.port}`,
  'http://127.0.0.1',
  `https://${own}`,
  `http://localhost:${page.product.port}`,
  'null',
  '',
];

test('another name for this machine reaches nothing, whatever its page says', async () => {
  for (const host of wrongHosts()) {
    const headers = { Host: host, Origin: `http://${host}` };
    await expectRefused({ method: 'GET', path: '/sandbox/world', headers: { Host: host } }, 403);
    for (const [path, body] of posts()) {
      await expectRefused({ method: 'POST', path, headers, body: JSON.stringify(body) }, 403);
    }
    await expect(SandboxFeed.open(page.product.url, headers)).rejects.toThrow('403');
  }
});

test('its own names reach it', async () => {
  for (const host of [own, `localhost:${page.product.port}`]) {
    const headers = { Host: host };
    expect((await send({ method: 'GET', path: '/sandbox/world', headers })).status).toBe(200);
    const feed = await SandboxFeed.open(page.product.url, { ...headers, Origin: `http://${host}` });
    await feed.close();
  }
});

test('another page changes nothing and reads nothing; a page that does not say which it is changes nothing', async () => {
  for (const origin of wrongOrigins()) {
    const headers = { Origin: origin };
    if (origin !== '') await expectRefused({ method: 'GET', path: '/sandbox/world', headers }, 403);
    for (const [path, body] of posts()) {
      await expectRefused({ method: 'POST', path, headers, body: JSON.stringify(body) }, 403);
    }
    await expect(SandboxFeed.open(page.product.url, headers)).rejects.toThrow('403');
  }
  for (const [path, body] of posts()) {
    await expectRefused({ method: 'POST', path, headers: { Origin: null }, body: JSON.stringify(body) }, 403);
  }
  await expect(SandboxFeed.open(page.product.url, {})).rejects.toThrow('403');
});

describe('a body that is none', () => {
  const say = (more: object) => JSON.stringify({ ...messages(), ...more });
  const post = (body: string | undefined, headers: Record<string, string> = {}) => ({
    method: 'POST',
    path: '/sandbox/messages',
    headers: { Origin: `http://${own}`, ...headers },
    ...(body !== undefined && { body }),
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'is told so: %s',
    (type) => expectRefused(post(say({}), { 'Content-Type': type }), 415),
  );
  test('is told so: nothing at all', () => expectRefused(post(undefined), 415));
  test.each(['', '{', 'null', '[]', '"text"', '{}'])('is told so: %j', (body) => {
    return expectRefused(post(body), 400);
  });
  test.each([
    [{ text: '' }],
    [{ text: ' \n ' }],
    [{ text: 'x'.repeat(40_001) }],
    [{ text: 7 }],
    [{ text: undefined }],
    [{ clientId: 'short' }],
    [{ clientId: 'with spaces in it' }],
    [{ clientId: 'x'.repeat(65) }],
    [{ clientId: 'web:channel:other' }],
    [{ userId: '' }],
    [{ userId: 'x'.repeat(51) }],
    [{ channelId: '' }],
    [{ threadId: '' }],
    [{ threadId: 'x'.repeat(191) }],
    [{ more: true }],
  ])('is told so: %j', (more) => expectRefused(post(say(more)), 400));
  test('is told so when it is too large', () => expectRefused(post(say({ text: 'x'.repeat(70_000) })), 413));
});

test('nothing else is there', async () => {
  for (const path of ['/sandbox', '/sandbox/', '/sandbox/nothing', '/sandbox/feed']) {
    expect((await send({ method: 'GET', path })).status).toBe(404);
  }
});
