import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { messageOf } from '../../../src/errors.ts';
import type { Log } from '../../../src/log.ts';
import type { SocketDoor } from '../web-surface.ts';
import { keepPulse } from './keep-pulse.ts';

/** The most that one frame of a page may hold, in bytes. A longer one closes its socket with 1009. */
export const MAX_FRAME = 64 * 1024;

const GOING_AWAY = 1001;
/** For what went wrong on our side. */
export const OUR_FAULT = 4500;

export interface Doors {
  attach(server: Server): void;
  stop(): void;
}

/** Lets the sockets of browsers in, each at its own path; anything else that would be a socket is told so and hung up. */
export function openDoors(doors: readonly SocketDoor[], log: Log): Doors {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME });
  const endPulse = keepPulse(sockets);

  const take = (door: SocketDoor, socket: WebSocket, request: IncomingMessage): void => {
    door.take(socket, request).catch((error: unknown) => {
      log.error({ err: messageOf(error), path: door.path }, 'a socket could not be served');
      socket.close(OUR_FAULT, 'Something went wrong here. Try again in a moment.');
    });
  };

  return {
    attach(server) {
      server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
        const door = doors.find(({ path }) => path === urlOf(request).pathname);
        if (!door) {
          refuse(stream, '404 Not Found');
          return;
        }
        if (!door.admits(request)) {
          refuse(stream, '403 Forbidden');
          return;
        }
        sockets.handleUpgrade(request, stream, head, (socket) => {
          sockets.emit('connection', socket, request);
          take(door, socket, request);
        });
      });
    },
    stop() {
      endPulse();
      for (const socket of sockets.clients) socket.close(GOING_AWAY, 'The server is about to stop.');
    },
  };
}

/** The address that was asked for; what is no address leads nowhere. */
export function urlOf({ url }: IncomingMessage): URL {
  const base = 'http://localhost';
  return new URL(URL.canParse(url ?? '', base) ? (url ?? '') : '/', base);
}

function refuse(stream: Duplex, status: string): void {
  // Whoever hangs up first needs no answer.
  stream.on('error', () => undefined);
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
