import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { createAccess } from '../../../src/directory/access.ts';
import type { ApiKey } from '../../../src/directory/keys/api-key.schema.ts';
import type { KeyRing } from '../../../src/directory/keys/key-ring.ts';
import { createHttp, type HttpDeps } from '../../../src/http/create-http.ts';
import { createLimits } from '../../../src/http/limits/create-limits.ts';
import { createLog } from '../../../src/log.ts';
import { createMetrics } from '../../../src/metrics.ts';

export const KEY = 'correct-horse-battery';
export const asAdmin = { Authorization: `Bearer ${KEY}` };
export const clock = { now: () => new Date('2026-11-22T12:00:00Z') };

/** Keys by their tokens. */
export const keyRingWith = (keys: Readonly<Record<string, ApiKey>> = {}): KeyRing => ({
  find: (token) => Promise.resolve(keys[token] ?? null),
  noteUse: () => Promise.resolve(),
});

export const accessWith = (keys?: Readonly<Record<string, ApiKey>>) =>
  createAccess({ adminKey: KEY, keyRing: keyRingWith(keys), clock });

export interface Served extends AsyncDisposable {
  readonly deps: HttpDeps;
  /** Every log line, parsed. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly port: number;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  send(method: string, path: string, body?: RequestInit['body'], headers?: Record<string, string>): Promise<Response>;
}

/** The HTTP side alone, on a free port, logging into memory. */
export async function serve(overrides: Partial<HttpDeps> = {}): Promise<Served> {
  const lines: Record<string, unknown>[] = [];
  const log = createLog('debug', { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) });
  const deps: HttpDeps = {
    log,
    metrics: createMetrics(),
    platforms: [],
    sessionRoutes: [],
    apiRoutes: [],
    access: accessWith(),
    limits: createLimits({ clock, requestsPerMinute: 1_000 }),
    trustedProxies: 0,
    readiness: () => Promise.resolve({ database: true }),
    ...overrides,
  };
  const server = createHttp(deps).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const send: Served['send'] = (method, path, body, headers = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { method, headers, ...(body == null ? {} : { body }) });
  return {
    deps,
    lines,
    port,
    send,
    get: (path, headers) => send('GET', path, null, headers),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
