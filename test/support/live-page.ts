import { WebSocket } from 'ws';
import type { ToClient } from '../../adapters/web/live/live-protocol.ts';
import { readFrame } from '../../adapters/web/sockets/read-frame.ts';
import { waitFor } from './wait-for.ts';

type NewsOf<Type extends ToClient['type']> = Extract<ToClient, { type: Type }>;

interface Ended {
  readonly code: number;
  readonly reason: string;
}

/** One page of somebody's in live chat: a socket, and all that it was sent. */
export class LivePage {
  readonly news: ToClient[] = [];
  readonly ended: Promise<Ended>;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => this.news.push(readFrame(data) as ToClient));
    this.ended = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  /**
   * Opens a page and waits until the handshake is over.
   * @param url of the product, http
   * @throws Error with the HTTP status when the handshake is refused
   */
  static async open(
    url: string,
    query: Readonly<Record<string, string | number>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<LivePage> {
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/chat?${search.toString()}`, { headers });
    const page = new LivePage(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    // What breaks later is told by the close.
    socket.on('error', () => undefined);
    return page;
  }

  send(frame: Readonly<Record<string, unknown>>): void {
    this.socket.send(JSON.stringify(frame));
  }

  say(content: string, clientId?: string): void {
    this.send({ type: 'chat_message', content, ...(clientId !== undefined && { clientId }) });
  }

  /** What it was sent of one type, in order. */
  of<Type extends ToClient['type']>(type: Type): NewsOf<Type>[] {
    return this.news.filter((news): news is NewsOf<Type> => news.type === type);
  }

  /** The words of all messages it shows, history and news, in the order in which they came. */
  words(): string[] {
    return this.news.flatMap((news) => {
      if (news.type === 'recent_messages') return news.messages.map(({ content }) => content);
      return news.type === 'chat_message' ? [news.message.content] : [];
    });
  }

  /** Waits for the first news of one type that meets the condition, old ones included. */
  until<Type extends ToClient['type']>(
    type: Type,
    meets: (news: NewsOf<Type>) => boolean = () => true,
    timeoutMs = 10_000,
  ): Promise<NewsOf<Type>> {
    return waitFor(() => this.of(type).find(meets), {
      what: `a ${type}`,
      timeoutMs,
      explain: () => JSON.stringify(this.news),
    });
  }

  /** Closes it as a page that is left. */
  async close(): Promise<void> {
    this.socket.close();
    await this.ended;
  }
}
