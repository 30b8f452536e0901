import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Entry } from '../../../src/chat/history.ts';
import type { ChannelFeed } from '../channel-feed.ts';
import { readFrame } from '../sockets/read-frame.ts';
import type { SocketDoor } from '../web-surface.ts';
import type { WireEntry, WireFromPage, WireNews, WireTyping } from '../wire.ts';
import { checkIsLocal } from './local-only.ts';

const id = z.string().min(1).max(190);

const fromPage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('watch'), channels: z.record(id, z.number().int().min(0)) }),
  z.strictObject({
    kind: z.literal('typing'),
    channelId: id,
    threadId: id.nullable(),
    userId: id,
    isTyping: z.boolean(),
  }),
]) satisfies z.ZodType<WireFromPage>;

export interface FeedDoorDeps {
  readonly feed: ChannelFeed;
  readonly toWire: (entry: Entry) => Promise<WireEntry>;
  readonly typed: (typing: WireTyping) => Promise<void>;
}

export interface FeedDoor extends SocketDoor {
  /** To every page. */
  tell(news: WireNews): void;
}

/** Brings what changes to the sandbox's page, over one socket for each page. */
export function createFeedDoor({ feed, toWire, typed }: FeedDoorDeps): FeedDoor {
  const pages = new Set<WebSocket>();
  const serve = (socket: WebSocket): void => {
    let end = (): void => undefined;
    pages.add(socket);
    socket.on('close', () => {
      pages.delete(socket);
      end();
    });
    socket.on('message', (data) => {
      const read = fromPage.safeParse(readFrame(data));
      if (!read.success) {
        tell(socket, { kind: 'error', message: 'This is not what the page sends.' });
        return;
      }
      // That it is not shown once is nothing to tell.
      if (read.data.kind === 'typing') return void typed(read.data).catch(() => undefined);
      end();
      const over = new AbortController();
      const endWatch = feed.watch(new Map(Object.entries(read.data.channels)), async (channelId, entries) => {
        const shown = await Promise.all(entries.map(toWire));
        // Whoever asks anew is told by the new answer alone.
        if (!over.signal.aborted) await send(socket, { kind: 'entries', channelId, entries: shown });
      });
      end = () => {
        over.abort();
        endWatch();
      };
    });
  };
  return {
    path: '/sandbox/feed',
    admits: isLocal,
    take(socket) {
      serve(socket);
      return Promise.resolve();
    },
    tell: (news) => pages.forEach((page) => tell(page, news)),
  };
}

function isLocal(request: IncomingMessage): boolean {
  try {
    checkIsLocal(request, true);
    return true;
  } catch {
    return false;
  }
}

/** A page that takes nothing for long is not told what it would show for a moment only. In bytes. */
const MOST_WAITING = 64 * 1024;

/** Whoever has left needs no news. */
function tell(page: WebSocket, news: WireNews): void {
  if (page.bufferedAmount < MOST_WAITING) void send(page, news).catch(() => undefined);
}

/** Resolves when it has left the process: whoever reads slowly is sent nothing more until then. */
function send(socket: WebSocket, news: WireNews): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(JSON.stringify(news), (error) => (error ? reject(error) : resolve()));
  });
}
