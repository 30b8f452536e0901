import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import type { WebSocket } from 'ws';
import { MAX_FRAME } from '../../../adapters/web/sockets/open-doors.ts';
import type { SocketDoor } from '../../../adapters/web/web-surface.ts';
import { closeOf, serveDoors } from './support/socket-server.ts';

/** Says what it hears, after its own name. */
const echo = (path: string, more: Partial<SocketDoor> = {}): SocketDoor => ({
  path,
  admits: () => true,
  take(socket) {
    socket.on('message', (data) => socket.send(`${path} ${(data as Buffer).length}`));
    return Promise.resolve();
  },
  ...more,
});

async function answerTo(socket: WebSocket, text: string): Promise<string> {
  socket.send(text);
  const [data] = (await once(socket, 'message')) as [Buffer];
  return data.toString();
}

test('each path leads to its own door, whatever its query', async () => {
  await using server = await serveDoors(echo('/one'), echo('/two'));
  expect(await answerTo(await server.open('/one?token=x'), 'hi')).toBe('/one 2');
  expect(await answerTo(await server.open('/two'), 'hi')).toBe('/two 2');
});

test.each(['/', '/three', '/one/', '/ONE', '/one/more', '//one', '/%6fne'])(
  'no door at %s: 404, and the others go on',
  async (path) => {
    await using server = await serveDoors(echo('/one'));
    await expect(server.open(path)).rejects.toThrow('404');
    expect(await answerTo(await server.open('/one'), 'hi')).toBe('/one 2');
  },
);

test('whom a door does not admit is refused: 403', async () => {
  const admits: SocketDoor['admits'] = ({ headers }) => headers['x-word'] === 'please';
  await using server = await serveDoors(echo('/one', { admits }));
  await expect(server.open('/one')).rejects.toThrow('403');
  expect(await answerTo(await server.open('/one', { 'x-word': 'please' }), 'hi')).toBe('/one 2');
});

test('a frame may be as long as it may be, and no longer: 1009', async () => {
  await using server = await serveDoors(echo('/one'));
  const socket = await server.open('/one');
  expect(await answerTo(socket, 'x'.repeat(MAX_FRAME))).toBe(`/one ${MAX_FRAME}`);
  socket.send('x'.repeat(MAX_FRAME + 1));
  expect(await closeOf(socket)).toMatchObject({ code: 1009 });
  expect(await answerTo(await server.open('/one'), 'hi')).toBe('/one 2');
});

test('what goes wrong behind a door closes its socket with 4500, and only the log says why', async () => {
  const take = () => Promise.reject(new Error('the table is gone'));
  await using server = await serveDoors(echo('/one', { take }));
  const { code, reason } = await closeOf(await server.open('/one?token=hush'));
  expect(code).toBe(4500);
  expect(reason).not.toContain('table');
  expect(server.lines.join()).toContain('the table is gone');
  expect(server.lines.join()).not.toContain('hush');
});

test('when the process ends every page is told: 1001', async () => {
  await using server = await serveDoors(echo('/one'));
  const sockets = [await server.open('/one'), await server.open('/one')];
  const ends = Promise.all(sockets.map(closeOf));
  server.stop();
  expect((await ends).map(({ code }) => code)).toEqual([1001, 1001]);
});
