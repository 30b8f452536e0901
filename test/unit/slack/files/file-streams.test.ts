import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { createSlackDownload } from '../../../../adapters/slack/files/slack-download.ts';
import { uploadFile } from '../../../../adapters/slack/files/upload-file.ts';
import type { SlackCall } from '../../../../adapters/slack/calls/slack-calls.ts';

const MB = 1024 * 1024;
const SIZE = 60 * MB;
/** What the sockets between two processes hold at most; a file that is held whole is far above. */
const MOST_UNDER_WAY = 20 * MB;
/** Long enough for all of it to come, if anybody would take it. */
const STALL_MS = 400;

const CHUNK = Buffer.alloc(64 * 1024, 'x');

let server: Server | undefined;
afterEach(() => server?.closeAllConnections());
afterEach(() => new Promise((resolve) => server?.close(resolve)));

async function serve(listener: RequestListener): Promise<string> {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

/** Counts what was taken from it. */
function aSource(count: (bytes: number) => void): Readable {
  let left = SIZE;
  return new Readable({
    read() {
      left -= CHUNK.length;
      count(CHUNK.length);
      this.push(CHUNK);
      if (left <= 0) this.push(null);
    },
  });
}

test('an upload takes no more of a file than its receiver takes', async () => {
  let taken = 0;
  let arrived = 0;
  let takenWhileStalled = 0;
  const url = await serve((request, response) => {
    void sleep(STALL_MS).then(() => {
      takenWhileStalled = taken;
      request.on('data', (chunk: Buffer) => (arrived += chunk.length));
      request.on('end', () => response.end('OK'));
    });
  });
  const stream = aSource((bytes) => (taken += bytes));
  const call: SlackCall = (_method, _args, answer) =>
    Promise.resolve(answer.parse({ upload_url: `${url}/upload/1`, file_id: 'F1' }));
  const file = { name: 'film.mov', type: 'video/quicktime', bytes: SIZE, stream };
  const deps = { call, config: { apiUrl: `${url}/api/` } };
  await expect(uploadFile(file, new AbortController().signal, deps)).resolves.toBe('F1');
  expect(arrived).toBe(SIZE);
  expect(takenWhileStalled).toBeLessThan(MOST_UNDER_WAY);
}, 60_000);

test('a download takes no more of a file than its reader takes', async () => {
  let sent = 0;
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'video/quicktime' });
    aSource((bytes) => (sent += bytes)).pipe(response);
  });
  const download = createSlackDownload('xoxb-1', { apiUrl: `${url}/api/` });
  const stream = await download(`${url}/files-pri/F1`, SIZE);
  await sleep(STALL_MS);
  expect(sent).toBeLessThan(MOST_UNDER_WAY);
  let read = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) read += chunk.length;
  expect(read).toBe(SIZE);
}, 60_000);

test('of a file that nobody reads the source is let go', async () => {
  let closed = false;
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'video/quicktime' });
    response.once('close', () => (closed = true));
    aSource(() => undefined).pipe(response);
  });
  const stream = await createSlackDownload('xoxb-1', { apiUrl: `${url}/api/` })(`${url}/files-pri/F1`, SIZE);
  stream.destroy();
  await sleep(STALL_MS);
  expect(closed).toBe(true);
});
