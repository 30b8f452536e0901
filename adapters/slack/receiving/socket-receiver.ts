import { setTimeout as delay } from 'node:timers/promises';
import type { Receiver } from '@slack/bolt';
import { messageOf } from '../../../src/errors.ts';
import type { Log } from '../../../src/log.ts';
import { createBoltIntake, type BoltIntake, type IntakeDeps } from './bolt-intake.ts';

/** What of SocketModeClient is used. It must not reconnect on its own. */
export interface SocketClient {
  /** Resolves when Slack has greeted us, rejects when it could not be reached. */
  start(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  on(event: 'slack_event', take: (envelope: SocketEnvelope) => void): unknown;
  on(event: 'disconnected', take: () => void): unknown;
  /** Every message as it came, heard after the client itself. */
  on(event: 'ws_message', take: (data: unknown) => void): unknown;
}

export interface SocketEnvelope {
  readonly type: string;
  readonly body: Record<string, unknown>;
  readonly ack: (answer?: Record<string, unknown>) => Promise<void>;
}

const LONGEST_PAUSE_MS = 30_000;
const GOODBYE_MS = 2_000;

export interface SocketReceiver extends Receiver {
  /** Whether the socket is open; undefined while it has never been. */
  readonly isOpen: () => boolean | undefined;
}

/**
 * Slack over Socket Mode, with the promise of the HTTP receiver: an envelope is acknowledged when its effects are
 * durable, and not at all when they are not, so that Slack sends it again.
 * @param answerWithinMs how long the work may take
 */
export function createSocketReceiver(client: SocketClient, deps: IntakeDeps, answerWithinMs?: number): SocketReceiver {
  const { log } = deps;
  const intake = createBoltIntake(deps, answerWithinMs);
  const stopping = new AbortController();
  let isOpen: boolean | undefined;
  const onChange = (open: boolean): void => void (isOpen = open);
  client.on('slack_event', (envelope) => {
    void answer(envelope, intake).catch((error: unknown) => {
      log.warn({ reason: messageOf(error) }, 'an acknowledgement did not reach Slack, which sends events again');
    });
  });
  return {
    init: intake.init,
    start: () => {
      intake.open();
      leaveWhenAsked(client);
      void stayConnected(client, { onChange, stop: stopping.signal, log });
      return Promise.resolve();
    },
    isOpen: () => isOpen,
    stop: async () => {
      stopping.abort();
      await intake.close();
      // Slack may never answer the goodbye.
      await Promise.race([client.disconnect().catch(() => undefined), delay(GOODBYE_MS, undefined, { ref: false })]);
    },
  };
}

async function answer(envelope: SocketEnvelope, intake: BoltIntake): Promise<void> {
  const outcome = await intake.take(envelope.body);
  if (outcome.kind === 'failed' && !outcome.isTold) return;
  await envelope.ack(asPayload(outcome.answer));
}

const asPayload = (said: unknown): Record<string, unknown> | undefined =>
  typeof said === 'string' ? { text: said } : ((said ?? undefined) as Record<string, unknown> | undefined);

interface Connection {
  readonly onChange: (isOpen: boolean) => void;
  readonly stop: AbortSignal;
  readonly log: Log;
}

/**
 * Connects, and again whenever the connection ends, until told to stop. Not left to the client: when a reconnection of
 * its own fails (a revoked token, no network), the rejection is handled by nobody and ends the process.
 */
async function stayConnected(client: SocketClient, { onChange, stop, log }: Connection): Promise<void> {
  let ended = (): void => undefined;
  client.on('disconnected', () => ended());
  for (let failures = 0; !stop.aborted;) {
    const untilEnd = new Promise<void>((resolve) => (ended = resolve));
    try {
      await client.start();
      log.info('connected to Slack by Socket Mode');
      failures = 0;
      onChange(true);
      await untilEnd.finally(() => onChange(false));
    } catch (error) {
      failures += 1;
      log.warn({ reason: messageOf(error), failures }, 'Slack cannot be reached by Socket Mode; trying again');
    }
    await delay(pauseMs(failures), undefined, { signal: stop, ref: false }).catch(() => undefined);
  }
}

const pauseMs = (failures: number): number => Math.random() * Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures);

/**
 * Every few hours Slack asks for a new connection in the place of one (docs.slack.dev/apis/events-api/using-socket-mode,
 * disconnect). The client then says goodbye and waits for Slack to end the connection. Slack does not, so that for five
 * seconds and more nobody would hear a click. Told once more, the client ends it itself.
 */
function leaveWhenAsked(client: SocketClient): void {
  client.on('ws_message', (data) => {
    if (asksToLeave(data)) void client.disconnect().catch(() => undefined);
  });
}

function asksToLeave(data: unknown): boolean {
  // Most messages are not looked at any closer: the client has read them already.
  if (typeof data !== 'string' || !data.includes('"disconnect"')) return false;
  try {
    return (JSON.parse(data) as { type?: unknown } | null)?.type === 'disconnect';
  } catch {
    return false;
  }
}
