import type { Middleware } from 'koa';
import type { ChatPlatform, Receive } from '../../../src/chat/chat-platform.ts';
import type { Entry, History } from '../../../src/chat/history.ts';
import type { Person } from '../../../src/chat/address.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import type { Sandbox } from '../../../src/chat/sandbox.ts';
import type { Clock } from '../../../src/clock.ts';
import type { Log } from '../../../src/log.ts';
import { createChannelFeed } from '../channel-feed.ts';
import { WEB_WORKSPACE } from '../../../src/chat/web-workspace.ts';
import type { WebSurface } from '../web-surface.ts';
import { troubleOf, type ChannelTrouble } from './channel-trouble.ts';
import { createFeedDoor } from './feed-door.ts';
import { createSandboxRoutes } from './sandbox-routes.ts';
import { toWire } from './to-wire.ts';

export interface SandboxSurfaceDeps {
  readonly history: History;
  readonly sandbox: Sandbox;
  readonly findPerson: (userId: string) => Promise<Person | null>;
  readonly linkToFile: (fileId: number) => Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SandboxSurface extends WebSurface {
  readonly changed: () => void;
  readonly troubleIn: (channelId: string) => PlatformError | null;
  readonly typing: NonNullable<ChatPlatform['typing']>;
}

const BEGINNING_ANEW = new PlatformError('transient', 'The sandbox begins anew.');

/** What the page in which one person is everybody needs of the server. */
export function createSandboxSurface({
  history,
  sandbox,
  findPerson,
  linkToFile,
  clock,
  log,
}: SandboxSurfaceDeps): SandboxSurface {
  const trouble: ChannelTrouble = { offline: new Set(), removed: new Set() };
  let resets = 0;
  /** What is on its way meanwhile must not arrive in what begins anew. */
  const reset = async (): Promise<void> => {
    resets += 1;
    try {
      await sandbox.reset();
      trouble.offline.clear();
      trouble.removed.clear();
    } finally {
      resets -= 1;
    }
  };
  const feed = createChannelFeed(history, log);
  let core: Receive = () => Promise.reject(new Error('Not started.'));
  const receive: Receive = async (event) => {
    const answer = await core(event);
    feed.wake();
    return answer;
  };
  const door = createFeedDoor({
    feed,
    toWire: (entry: Entry) => toWire(entry, { findPerson, linkToFile }),
    async typed({ threadId, kind: _, ...typing }) {
      if (threadId === null) return;
      await core({ ...WEB_WORKSPACE, ...typing, threadId, kind: 'typing-changed', at: clock.now() });
    },
  });
  return {
    routes: createSandboxRoutes({
      sandbox: { ...sandbox, reset },
      history,
      clock,
      receive,
      trouble,
    }).routes() as unknown as Middleware,
    door,
    start: (started) => void (core = started),
    stop: () => feed.stop(),
    changed: () => feed.wake(),
    typing({ channelId, threadId = null }, { userId, name }, isTyping) {
      door.tell({ kind: 'typing', channelId, threadId, userId, name, isTyping });
      return Promise.resolve();
    },
    troubleIn: (channelId) => (resets > 0 ? BEGINNING_ANEW : troubleOf(trouble, channelId)),
  };
}
