import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface AppStub {
  readonly url: string;
  readonly received: ReceivedRequest[];
  /** The events among them. */
  events(): Record<string, unknown>[];
  stop(): Promise<void>;
}

/** An app that only remembers what it got; `answer` gives the status, or null for no answer at all. */
export async function startAppStub(answer: (request: ReceivedRequest) => number | null = () => 200): Promise<AppStub> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      const one = { path, headers, body: Buffer.concat(chunks).toString() };
      received.push(one);
      const status = answer(one);
      if (status !== null) response.writeHead(status).end('noted');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    events: () => received.map(({ body }) => (JSON.parse(body) as { event: Record<string, unknown> }).event),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
