import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import type { WebSocket } from 'ws';
import type { Receive } from '../../src/chat/chat-platform.ts';

/** A path at which browsers open sockets. */
export interface SocketDoor {
  readonly path: string;
  /** Whether the page that asks may come in. */
  admits(request: IncomingMessage): boolean;
  /** Takes a socket that is open. It may reject: the socket is closed then. */
  take(socket: WebSocket, request: IncomingMessage): Promise<void>;
}

/** A part of what serves browsers: pages, sockets, or the sandbox. */
export interface WebSurface {
  readonly routes?: Middleware;
  readonly door?: SocketDoor;
  start?(receive: Receive): void;
  stop?(): void;
}
