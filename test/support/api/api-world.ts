import type { AddressInfo } from 'node:net';
import { migrations } from '../../../migrations/index.ts';
import { createSlackPlatform } from '../../../adapters/slack/create-slack-platform.ts';
import { createApp, type App } from '../../../src/app.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { createLog } from '../../../src/log.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { addMessage, type Said } from '../../../src/tickets/add-message.ts';
import { lockTicket } from '../../../src/tickets/find-ticket.ts';
import type { TestDatabase } from '../databases.ts';

const ADMIN_KEY = 'a-key-for-tests-only';

export interface Asking {
  /** Whose key; null sends none, the admin's is sent unless told. */
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer of the product. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON in it; empty when it is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface WorldOptions {
  readonly requestsPerMinute?: number;
}

/** Slack without a home: workspaces can join, and none has. */
const NOWHERE = {
  signingSecret: 'a-signing-secret',
  install: { clientId: '1.2', clientSecret: 'a-client-secret', publicUrl: 'http://desk.example.com' },
};

/** The product with a platform that nobody is on, in this process, with a clock that stands until it is told. */
export class ApiWorld {
  private constructor(
    readonly storage: Storage,
    readonly app: App,
    readonly url: string,
    private readonly clock: TestClock,
    /** What it has logged. */
    readonly lines: readonly string[],
  ) {}

  static async open(database: TestDatabase, { requestsPerMinute = 100_000 }: WorldOptions = {}): Promise<ApiWorld> {
    const storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
    const clock = new TestClock();
    const lines: string[] = [];
    const log = createLog('trace', { write: (line) => lines.push(line) });
    const app = createApp({
      storage,
      platforms: ({ installations }) => [createSlackPlatform(NOWHERE, { log, clock, installations })],
      secret: { current: 'a-secret-of-at-least-32-characters', before: undefined },
      clock,
      log,
      adminKey: ADMIN_KEY,
      api: { requestsPerMinute, trustedProxies: 0, checksAnswers: true },
      publicUrl: 'http://desk.example.com',
      tickets: { groupingMs: 0, reopenMs: 0 },
    });
    const server = await app.start('127.0.0.1', 0);
    const { port } = server.address() as AddressInfo;
    return new ApiWorld(storage, app, `http://127.0.0.1:${port}`, clock, lines);
  }

  close(): Promise<void> {
    return this.app.stop();
  }

  now(): Date {
    return this.clock.now();
  }

  pass(ms: number): void {
    this.clock.pass(ms);
  }

  async ask(method: string, path: string, { token = ADMIN_KEY, body, headers }: Asking = {}): Promise<Answered> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: objectIn(text) };
  }

  /** What an admin makes by /api. */
  async make<T>(path: string, body: unknown): Promise<T> {
    const answer = await this.ask('POST', `/api${path}`, { body });
    if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }

  /** A new key. */
  async key(role: 'admin' | 'agent' | 'merchant', merchantId: number | null = null): Promise<string> {
    return (await this.make<{ token: string }>('/keys', { name: `A key of ${role}`, role, merchantId })).token;
  }

  /** Something is said in a ticket, and nobody is told. */
  async say(ticketId: number, text: string, said: Partial<Said> = {}): Promise<void> {
    const saidAt = this.now();
    const words: Said = {
      speaker: { agentId: null, account: null },
      origin: null,
      side: 'merchant',
      visibility: 'public',
      text: plain(text),
      saidAt,
      position: saidAt.getTime() * 1000,
      reopens: false,
      ...said,
    };
    const deps = { clock: this.clock, record: () => Promise.resolve() };
    await this.storage.unit(async (unit) => {
      await addMessage(deps, unit, await lockTicket(unit, ticketId), words);
    });
  }
}

class TestClock {
  #ms = Date.now();

  now(): Date {
    return new Date(this.#ms);
  }

  pass(ms: number): void {
    this.#ms += ms;
  }
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
