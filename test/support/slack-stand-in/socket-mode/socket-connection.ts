import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { HttpResult } from '../protocol.ts';
import { now } from '../time.ts';

/** What stands in an envelope beside its id (docs.slack.dev/apis/events-api/using-socket-mode#events). */
export interface Envelope {
  readonly type: 'events_api' | 'slash_commands' | 'interactive';
  readonly payload: unknown;
  /** Whether the acknowledgement may bring an answer; what another one brings is not looked at. */
  readonly accepts_response_payload: boolean;
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
}

interface Pending {
  readonly acknowledge: (payload: unknown) => void;
  readonly giveUp: () => void;
}

/** One socket of the app's, from the greeting to its end. */
export class SocketConnection {
  readonly #pending = new Map<string, Pending>();

  constructor(
    private readonly socket: WebSocket,
    hello: Readonly<Record<string, unknown>>,
  ) {
    socket.on('message', (data: Buffer) => this.#hear(data.toString()));
    // A socket that breaks also closes.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#pending.forEach(({ giveUp }) => giveUp()));
    this.#say({ type: 'hello', ...hello });
  }

  /** An acknowledgement counts as 200, and only on the socket that brought the envelope. Never rejects. */
  send(envelope: Envelope, timeoutMs: number): Promise<HttpResult> {
    const sentAt = now();
    const id = randomUUID();
    return new Promise<HttpResult>((resolve) => {
      const fail = (failure: 'http_timeout' | 'connection_failed') => () =>
        resolve({ status: null, body: '', sentAt, answeredAt: now(), failure });
      const timer = setTimeout(fail('http_timeout'), timeoutMs);
      this.#pending.set(id, {
        acknowledge: (payload) => {
          clearTimeout(timer);
          const body = envelope.accepts_response_payload ? bodyOf(payload) : '';
          resolve({ status: 200, body, sentAt, answeredAt: now() });
        },
        giveUp: () => {
          clearTimeout(timer);
          fail('connection_failed')();
        },
      });
      this.#say({ envelope_id: id, ...envelope });
    }).finally(() => this.#pending.delete(id));
  }

  /** Asks the app to connect anew, which Slack does every few hours; acknowledgements are still heard. */
  refresh(): void {
    this.#say({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'stand-in' } });
  }

  /** Without a goodbye. */
  cut(): void {
    this.socket.terminate();
  }

  #hear(text: string): void {
    const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id?: string; payload?: unknown };
    this.#pending.get(id ?? '')?.acknowledge(payload);
  }

  #say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
}

/** The clients send an empty object where there is nothing to say. */
const bodyOf = (payload: unknown): string =>
  payload === undefined || Object.keys(payload as object).length === 0 ? '' : JSON.stringify(payload);
