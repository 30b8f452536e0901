import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can be cut and mended. */
export interface TcpProxy {
  readonly port: number;
  /** Ends every connection, and lets no new one through: the server is gone. */
  cut(): void;
  /** Swallows whatever is sent, in both directions: the server is there and never answers. */
  swallow(): void;
  /** Lets new connections through; those that were swallowed end. */
  mend(): void;
  close(): Promise<void>;
}

/** Listens on a free port of the loopback in front of `port`. */
export async function startTcpProxy(port: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let mode: 'through' | 'cut' | 'swallow' = 'through';
  const endAll = () => open.forEach((socket) => socket.destroy());
  const server = createServer((near) => {
    if (mode === 'cut') return void near.destroy();
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on('data', (chunk) => mode === 'through' && to.write(chunk));
      from.on('error', () => undefined);
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      mode = 'cut';
      endAll();
    },
    swallow: () => void (mode = 'swallow'),
    mend: () => {
      if (mode === 'swallow') endAll();
      mode = 'through';
    },
    close: () => {
      endAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
