import { createHmac } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export const SIGNING_SECRET = 'a-signing-secret';

/** The moment at which the tests' clock stands. */
export const NOW = new Date('2026-11-24T12:00:00.000Z');
export const fixedClock = { now: () => NOW };
export const NOW_SECONDS = NOW.getTime() / 1000;

export function sign(body: string, timestamp: number | string = NOW_SECONDS, secret = SIGNING_SECRET): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

export function signedHeaders(body: string, timestamp: number | string = NOW_SECONDS): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': sign(body, timestamp),
  };
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** A server on a free port of the loopback. */
export async function serve(listener: RequestListener): Promise<RunningServer> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}`, close };
}
