import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { fetchFile } from '../../../../adapters/teams/files/fetch-file.ts';
import { fileUrl } from '../../../../adapters/teams/files/file-hosts.ts';
import { PUBLIC_CLOUD } from '../../../../adapters/teams/teams-config.ts';
import { PlatformError } from '../../../../src/chat/platform-error.ts';

const FILE = { platform: 'teams', workspaceId: 'home', nativeId: 'b1c2-d3' };
const IMAGE = { ...FILE, nativeId: '0-weu-d1-abc/views/original' };
const APP = { id: 'app', password: 'hush', tenantId: 'home', type: 'SingleTenant' } as const;

describe('a file of Teams', () => {
  let answer: RequestListener;
  let asked: IncomingMessage[];
  let forgotten: number;
  const server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  beforeEach(() => {
    [asked, forgotten] = [[], 0];
    answer = (_, response) =>
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 5 }).end('hello');
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const host = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fetchIt = (file = FILE, more: { url?: string; serviceUrl?: string } = {}) => {
    const { url = `http://${host()}/d?tempauth=secret`, serviceUrl = `http://${host()}/emea/` } = more;
    return fetchFile(file, {
      config: { app: APP, cloud: { ...PUBLIC_CLOUD, serviceHosts: [host()] }, requestTimeoutMs: 300 },
      token: { get: () => Promise.resolve('our-token'), forget: () => void (forgotten += 1) },
      references: {
        keep: () => Promise.resolve(),
        find: ({ platform, workspaceId }) =>
          Promise.resolve({ platform, workspaceId, placeId: 'a', conversationId: 'a', serviceUrl }),
        findTeams: () => Promise.resolve([]),
        findPlaces: () => Promise.resolve([]),
      },
      fileAddresses: {
        keep: () => Promise.resolve(),
        find: () => Promise.resolve(url === '' ? null : { url, name: 'log.txt' }),
      },
    });
  };
  const errorOf = async (call: Promise<unknown>): Promise<PlatformError> => {
    const error: unknown = await call.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PlatformError);
    return error as PlatformError;
  };

  test('is read at the address that came with it, without our token', async () => {
    const { stream, ...about } = await fetchIt();
    expect(about).toEqual({ name: 'log.txt', type: 'text/plain', bytes: 5 });
    expect((await buffer(stream)).toString()).toBe('hello');
    expect(asked[0]!.headers.authorization).toBeUndefined();
  });

  test('that the service keeps is read there, with our token', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-type': 'image/png', 'content-length': 2 }).end('ab');
    const { stream, ...about } = await fetchIt(IMAGE, { url: '' });
    expect(about).toEqual({ name: 'image.png', type: 'image/png', bytes: 2 });
    stream.destroy();
    expect(asked[0]).toMatchObject({
      url: `/emea/v3/attachments/${IMAGE.nativeId}`,
      headers: { authorization: 'Bearer our-token' },
    });
  });

  test('that the service keeps is read where it said, while that is remembered', async () => {
    const { stream, name } = await fetchIt(IMAGE, { url: `http://${host()}/emea/t/v3/attachments/x` });
    expect(name).toBe('log.txt');
    stream.destroy();
    expect(asked[0]).toMatchObject({
      url: '/emea/t/v3/attachments/x',
      headers: { authorization: 'Bearer our-token' },
    });
  });

  test('is read also when nobody says how large it is, up to 10 MB', async () => {
    answer = (_, response) => {
      response.writeHead(200);
      response.write('hel');
      response.end('lo');
    };
    const { stream, bytes } = await fetchIt();
    expect([bytes, (await buffer(stream)).toString()]).toEqual([5, 'hello']);
    answer = (_, response) => {
      response.writeHead(200);
      for (let part = 0; part < 11; part += 1) response.write(Buffer.alloc(1024 * 1024));
      response.end();
    };
    expect((await errorOf(fetchIt())).kind).toBe('rejected');
  });

  test('that breaks off on its way fails', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': 5 }).write('hel');
      setTimeout(() => response.destroy(), 50);
    };
    const { stream } = await fetchIt();
    await expect(buffer(stream)).rejects.toMatchObject({ kind: 'transient' });
  });

  test.each([
    [404, FILE, 'gone'],
    [410, FILE, 'gone'],
    [401, FILE, 'gone'],
    [403, FILE, 'gone'],
    [401, IMAGE, 'unauthorized'],
    [403, IMAGE, 'unauthorized'],
    [429, FILE, 'rate-limited'],
    [503, FILE, 'transient'],
    [418, FILE, 'rejected'],
  ] as const)('HTTP %i of %j: %s', async (status, file, kind) => {
    answer = (_, response) => response.writeHead(status, { 'retry-after': '7' }).end();
    const error = await errorOf(fetchIt(file));
    expect(error).toMatchObject({ kind, ...(kind === 'rate-limited' && { retryAfterMs: 7_000 }) });
    expect(forgotten).toBe(status === 401 && file === IMAGE ? 1 : 0);
  });

  test('is never looked for where an answer leads', async () => {
    answer = (_, response) => response.writeHead(302, { location: `http://${host()}/elsewhere` }).end();
    expect((await errorOf(fetchIt())).kind).toBe('rejected');
    expect(asked).toHaveLength(1);
  });

  test('of which nothing was kept is gone', async () => {
    expect((await errorOf(fetchIt(FILE, { url: '' }))).kind).toBe('gone');
  });

  test('tells its address to nobody when it does not come', async () => {
    answer = (request) => void request.socket.destroy();
    const error = await errorOf(fetchIt());
    expect(error.kind).toBe('transient');
    expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain('secret');
  });

  test('our token goes to no service but Microsoft’s', async () => {
    for (const more of [
      { url: '', serviceUrl: 'https://smba.example.com/' },
      { url: 'https://acme.sharepoint.com/x' },
    ]) {
      expect((await errorOf(fetchIt(IMAGE, more))).kind).toBe('rejected');
    }
    expect(asked).toEqual([]);
  });
});

describe('no file is looked for at', () => {
  test.each([
    'http://acme.sharepoint.com/d',
    'https://acme.sharepoint.com.evil.test/d',
    'https://evil.test/acme.sharepoint.com',
    'https://acme.sharepoint.com@evil.test/d',
    'https://u:p@acme.sharepoint.com/d',
    'https://acme.sharepoint.com:8443/d',
    'https://evilsharepoint.com/d',
    'http://169.254.169.254/latest',
    'http://127.0.0.1/d',
    'file:///etc/passwd',
    '',
  ])('%s', (address) => {
    expect(() => fileUrl(address, {})).toThrow(PlatformError);
  });

  test('and is at Microsoft’s', () => {
    for (const url of [
      'https://acme-my.sharepoint.com/d?t=x',
      'https://acme.sharepoint.us/d',
      'https://public.1drv.com/d',
    ]) {
      expect(fileUrl(url, {}).href).toBe(url);
    }
  });
});
