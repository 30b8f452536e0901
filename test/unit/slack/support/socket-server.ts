import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Slack's end of Socket Mode: it answers apps.connections.open, greets, sends envelopes and hears acknowledgements. */
export interface SocketServer {
  readonly url: string;
  /** Every text that the app sent. */
  readonly heard: Record<string, unknown>[];
  /** How often the app connected. */
  connections(): number;
  send(message: unknown): void;
  /** Cuts the connection without a goodbye. */
  cut(): void;
  close(): Promise<void>;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export async function startSocketServer(): Promise<SocketServer> {
  const heard: Record<string, unknown>[] = [];
  let socket: Duplex | undefined;
  let count = 0;
  const server = createServer((_, response) => {
    const { port } = server.address() as AddressInfo;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link` }));
  });
  const send = (message: unknown) => socket?.write(textFrame(JSON.stringify(message)));
  server.on('upgrade', (request, duplex) => {
    count += 1;
    socket = duplex;
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${GUID}`).digest('base64');
    duplex.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    duplex.on('error', () => undefined);
    duplex.on('data', (frame: Buffer) => hear(frame, duplex, heard));
    send({ type: 'hello', num_connections: 1 });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    heard,
    connections: () => count,
    send,
    cut: () => socket?.destroy(),
    close: () =>
      new Promise((resolve) => {
        socket?.destroy();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 };

function hear(frame: Buffer, duplex: Duplex, heard: Record<string, unknown>[]): void {
  const opcode = frame[0]! & 0x0f;
  const short = frame[1]! & 0x7f;
  const start = short === 126 ? 4 : 2;
  const length = short === 126 ? frame.readUInt16BE(2) : short;
  const mask = frame.subarray(start, start + 4);
  const data = frame.subarray(start + 4, start + 4 + length).map((byte, index) => byte ^ mask[index % 4]!);
  if (opcode === OPCODE.text) heard.push(JSON.parse(data.toString()) as Record<string, unknown>);
  if (opcode === OPCODE.ping) duplex.write(Buffer.concat([Buffer.from([0x80 | OPCODE.pong, data.length]), data]));
  if (opcode === OPCODE.close) duplex.end(Buffer.concat([Buffer.from([0x80 | OPCODE.close, data.length]), data]));
}

function textFrame(text: string): Buffer {
  const data = Buffer.from(text);
  const head = data.length < 126 ? Buffer.from([0x81, data.length]) : Buffer.from([0x81, 126, 0, 0]);
  if (data.length >= 126) head.writeUInt16BE(data.length, 2);
  return Buffer.concat([head, data]);
}
