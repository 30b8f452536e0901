import type { ChatPlatform } from '../../src/chat/chat-platform.ts';
import type { PlatformPorts } from '../../src/chat/platform-ports.ts';
import type { Clock } from '../../src/clock.ts';
import type { Log } from '../../src/log.ts';
import { createWebPlatform } from './create-web-platform.ts';
import { createLiveDoor } from './live/live-door.ts';
import { createLiveRooms } from './live/live-rooms.ts';
import { createPages } from './pages.ts';
import { createSandboxSurface } from './sandbox/create-sandbox-surface.ts';

export interface WebOptions extends PlatformPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Where browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
  /** The folder of the built pages. */
  readonly pages: string;
}

/** The pages that people who sign in see. */
const PAGES = { '/login/*': '/app.html', '/tickets': '/app.html', '/tickets/*': '/app.html' };
const SANDBOX_PAGES = { ...PAGES, '/': '/index.html' };

/** The browser as a chat platform: live chat about tickets for those who sign in; and the sandbox, where it is one. */
export function createWeb({ sandbox, liveChat: chat, pages, publicUrl, ...deps }: WebOptions): ChatPlatform {
  const rooms = createLiveRooms(chat, deps.log);
  const door = createLiveDoor({ chat, rooms, log: deps.log, publicUrl });
  const live = { door, stop: () => rooms.stop() };
  if (!sandbox) {
    return createWebPlatform({ ...deps, changed: () => undefined }, [{ routes: createPages(pages, PAGES) }, live]);
  }
  const played = createSandboxSurface({ ...deps, sandbox });
  const { changed, troubleIn, typing } = played;
  return createWebPlatform({ ...deps, changed, troubleIn, typing }, [
    played,
    { routes: createPages(pages, SANDBOX_PAGES) },
    live,
  ]);
}
