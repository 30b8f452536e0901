import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { openDoors } from '../../../../adapters/web/sockets/open-doors.ts';
import type { SocketDoor } from '../../../../adapters/web/web-surface.ts';
import { createLog } from '../../../../src/log.ts';

export interface SocketServer extends AsyncDisposable {
  /** Every log line. */
  readonly lines: readonly string[];
  /** A socket that is not open yet. */
  connect(path: string): WebSocket;
  /** Opens a socket. @throws Error with the HTTP status when it is refused */
  open(path: string, headers?: Readonly<Record<string, string>>): Promise<WebSocket>;
  /** As the process does when it ends. */
  stop(): void;
}

/** The sockets' side alone, on a free port. */
export async function serveDoors(...doors: readonly SocketDoor[]): Promise<SocketServer> {
  const lines: string[] = [];
  const opened = openDoors(doors, createLog('debug', { write: (line) => lines.push(line) }));
  const server = createServer();
  opened.attach(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sockets: WebSocket[] = [];
  const connect = (path: string, headers: Readonly<Record<string, string>> = {}): WebSocket => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    sockets.push(socket);
    return socket;
  };
  return {
    lines,
    connect,
    async open(path, headers) {
      const socket = connect(path, headers);
      await once(socket, 'open');
      return socket;
    },
    stop: () => opened.stop(),
    async [Symbol.asyncDispose]() {
      opened.stop();
      for (const socket of sockets) socket.on('error', () => undefined).terminate();
      server.close();
      await once(server, 'close');
    },
  };
}

/** How a socket was closed from the other end. */
export async function closeOf(socket: WebSocket): Promise<{ readonly code: number; readonly reason: string }> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return { code, reason: reason.toString() };
}
