import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Sending, Sent, Way } from '../events/way.ts';
import type { ProcessOptions, SocketEnding } from '../protocol.ts';
import { now } from '../time.ts';
import { ApiError } from '../web-api/api-error.ts';
import { HOME } from '../world-types.ts';
import { SocketConnection, type Envelope } from './socket-connection.ts';

type SocketOptions = Pick<ProcessOptions, 'appToken' | 'answerTimeoutMs'>;

/** Envelopes on the sockets that the app has opened (docs.slack.dev/apis/events-api/using-socket-mode). */
export class SocketWay implements Way {
  readonly #tickets = new Set<string>();
  readonly #server = new WebSocketServer({ noServer: true });
  #connections: readonly SocketConnection[] = [];
  #turn = 0;

  constructor(private readonly options: SocketOptions) {}

  get connections(): number {
    return this.#connections.length;
  }

  attach(http: Server): void {
    http.on('upgrade', (request, socket, head) => this.#open(request, socket, head));
  }

  /** docs.slack.dev/reference/methods/apps.connections.open. @returns what goes behind the address. @throws ApiError */
  issueTicket(token: string): string {
    if (token.startsWith('xox')) throw new ApiError('not_allowed_token_type');
    if (token !== this.options.appToken) throw new ApiError('invalid_auth');
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return `/link/?ticket=${ticket}&app_id=${HOME.appId}`;
  }

  sendEvent(body: string, { to, repeat }: Sending = {}): Promise<Sent> {
    const again = { retry_attempt: repeat?.num ?? 0, retry_reason: repeat?.reason ?? '' };
    const payload = JSON.parse(body) as unknown;
    return this.#send({ type: 'events_api', payload, accepts_response_payload: false, ...again }, to);
  }

  sendForm(path: string, fields: Readonly<Record<string, string>>, to?: number): Promise<Sent> {
    if (path === '/slack/commands')
      return this.#send({ type: 'slash_commands', payload: fields, accepts_response_payload: true }, to);
    const payload = JSON.parse(fields['payload']!) as { readonly type: string };
    const isAnswered = payload.type === 'view_submission';
    return this.#send({ type: 'interactive', payload, accepts_response_payload: isAnswered }, to);
  }

  /** Ends every socket. */
  endAll(how: SocketEnding): void {
    const ending = this.#connections;
    // Nothing more goes to a socket that is about to end.
    this.#connections = [];
    ending.forEach((connection) => (how === 'refresh' ? connection.refresh() : connection.cut()));
  }

  #open(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://stand-in').searchParams.get('ticket') ?? '';
    // It admits once.
    if (!this.#tickets.delete(ticket)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    stayOpen(socket);
    this.#server.handleUpgrade(request, socket, head, (opened) => {
      const hello = { num_connections: this.connections + 1, connection_info: { app_id: HOME.appId } };
      const connection = new SocketConnection(opened, hello);
      this.#connections = [...this.#connections, connection];
      opened.on('close', () => (this.#connections = this.#connections.filter((other) => other !== connection)));
    });
  }

  async #send(envelope: Envelope, to: number | undefined): Promise<Sent> {
    const at = now();
    if (to === undefined) this.#turn += 1;
    const index = (to ?? this.#turn - 1) % this.connections;
    const connection = this.#connections[index];
    if (connection === undefined)
      return {
        url: 'no socket',
        result: { status: null, body: '', sentAt: at, answeredAt: at, failure: 'connection_failed' },
      };
    return { url: `socket ${index}`, result: await connection.send(envelope, this.options.answerTimeoutMs) };
  }
}

/** After both goodbyes Slack leaves it to the app to end the connection below. */
function stayOpen(socket: Duplex): void {
  socket.end = () => socket;
  socket.on('end', () => socket.destroy());
}
