import type { WebSocket, WebSocketServer } from 'ws';

const BEAT_MS = 30_000;

const alive = new WeakSet<WebSocket>();

/** Pings every socket of a server: who has not answered the last ping is gone, whatever TCP believes. @returns ends it */
export function keepPulse(sockets: WebSocketServer, everyMs = BEAT_MS): () => void {
  sockets.on('connection', (socket) => {
    alive.add(socket);
    socket.on('pong', () => void alive.add(socket));
    // The close that follows says all.
    socket.on('error', () => undefined);
  });
  const beat = setInterval(() => sockets.clients.forEach(check), everyMs);
  beat.unref();
  return () => clearInterval(beat);
}

function check(socket: WebSocket): void {
  if (alive.delete(socket)) socket.ping();
  else socket.terminate();
}
