import { WebSocket } from 'ws';
import { readFrame } from '../../../adapters/web/sockets/read-frame.ts';
import type { WireEntry, WireFromPage, WireNews } from '../../../adapters/web/wire.ts';
import { visibleText } from '../../../src/chat/rich-text.ts';
import { waitFor } from '../wait-for.ts';

type NewsOf<Kind extends WireNews['kind']> = Extract<WireNews, { kind: Kind }>;

/** The sandbox's page as far as its feed goes: a socket, and all that it was sent. */
export class SandboxFeed {
  readonly news: WireNews[] = [];

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => this.news.push(readFrame(data) as WireNews));
    // What breaks is told by the close.
    socket.on('error', () => undefined);
  }

  /**
   * @param url of the product, http
   * @param headers instead of those of the product's own page
   * @throws Error with the HTTP status when the handshake is refused
   */
  static async open(url: string, headers: Readonly<Record<string, string>> = { Origin: url }): Promise<SandboxFeed> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/sandbox/feed`, { headers });
    const feed = new SandboxFeed(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    return feed;
  }

  send(frame: WireFromPage): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** @param channels the version of each that was seen last */
  watch(channels: Readonly<Record<string, number>>): void {
    this.send({ kind: 'watch', channels });
  }

  of<Kind extends WireNews['kind']>(kind: Kind): NewsOf<Kind>[] {
    return this.news.filter((news): news is NewsOf<Kind> => news.kind === kind);
  }

  /** Every change of a channel, in the order in which they came. */
  changes(channelId: string): WireEntry[] {
    return this.of('entries').flatMap((news) => (news.channelId === channelId ? news.entries : []));
  }

  /** What stands in a channel by now, by place: outside of threads, or in one. */
  standing(channelId: string, threadId: string | null = null): WireEntry[] {
    const latest = new Map(this.changes(channelId).map((entry) => [entry.messageId, entry]));
    return [...latest.values()].filter((entry) => entry.threadId === threadId).sort((a, b) => a.number - b.number);
  }

  /** Waits for an entry that stands in a channel, in a thread or not. */
  untilStands(channelId: string, meets: (entry: WireEntry) => boolean, what = 'an entry'): Promise<WireEntry> {
    return waitFor(() => [...this.changes(channelId)].reverse().find(meets), {
      what: `${what} in ${channelId}`,
      explain: () => this.changes(channelId).map(wordsOf).join('\n'),
    });
  }

  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = new Promise((resolve) => this.socket.once('close', resolve));
    this.socket.close();
    await closed;
  }
}

/** All that can be read in an entry. */
export function wordsOf({ content }: WireEntry): string {
  if (content.kind === 'text') return visibleText(content.text);
  if (content.kind === 'file') return content.file.name;
  return `${content.summary} ${JSON.stringify(content.card)}`;
}
