import { createServer } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { readFrame } from '../../adapters/web/sockets/read-frame.ts';

/* The least that live chat could do: rooms in memory, and a frame for everybody in them. The product is a ratio to it. */

const rooms = new Map<string, Set<WebSocket>>();
const server = createServer();
const sockets = new WebSocketServer({ server });
sockets.on('connection', (socket, { url }) => {
  const ticketId = new URL(url ?? '/', 'http://localhost').searchParams.get('ticketId') ?? '';
  const room = rooms.get(ticketId) ?? new Set();
  rooms.set(ticketId, room.add(socket));
  socket.on('message', (data) => {
    const { content } = readFrame(data) as { content: string };
    for (const other of room) other.send(JSON.stringify({ type: 'chat_message', message: { content } }));
  });
  socket.send(JSON.stringify({ type: 'recent_messages', ticketId: Number(ticketId), messages: [] }));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
process.on('message', () => process.send?.({ cpu: process.cpuUsage(), rssBytes: process.memoryUsage.rss() }));
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
