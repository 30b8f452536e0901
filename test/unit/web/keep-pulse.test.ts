import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { keepPulse } from '../../../adapters/web/sockets/keep-pulse.ts';

const BEAT_MS = 30;

async function beating() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const end = keepPulse(server, BEAT_MS);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    server,
    end,
    async open(options: { readonly autoPong?: boolean } = {}) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}`, options);
      await once(socket, 'open');
      return socket;
    },
    async [Symbol.asyncDispose]() {
      end();
      server.clients.forEach((client) => client.terminate());
      server.close();
      await once(server, 'close');
    },
  };
}

test('who does not answer a ping is gone, and who answers stays', async () => {
  await using beats = await beating();
  const mute = await beats.open({ autoPong: false });
  const well = await beats.open();
  let pings = 0;
  well.on('ping', () => (pings += 1));
  const [code] = (await once(mute, 'close')) as [number];
  // Cut, not closed: there is nobody who would say goodbye.
  expect(code).toBe(1006);
  const then = pings;
  while (pings < then + 3) await once(well, 'ping');
  expect(well.readyState).toBe(WebSocket.OPEN);
  expect(beats.server.clients.size).toBe(1);
});

test('it ends with its server', async () => {
  await using beats = await beating();
  const mute = await beats.open({ autoPong: false });
  beats.end();
  await new Promise((resolve) => setTimeout(resolve, BEAT_MS * 4));
  expect(mute.readyState).toBe(WebSocket.OPEN);
});
