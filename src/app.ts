import type { Server } from 'node:http';
import { BEAT_MS } from './desk/catching-up/gap.ts';
import { prunePresence } from './desk/live-chat/presence.ts';
import { pruneOutages } from './desk/catching-up/prune-outages.ts';
import { pruneSeenEvents } from './desk/prune-seen-events.ts';
import { pruneFileAddresses } from './directory/file-addresses/create-file-addresses.ts';
import { findSecret } from './directory/sign-in/secret.schema.ts';
import { pruneInstallLinks } from './directory/installations/make-install-link.ts';
import { pruneSignIns } from './directory/sign-in/sign-in.ts';
import { messageOf } from './errors.ts';
import { type createHttp } from './http/create-http.ts';
import { inTime } from './in-time.ts';
import { prunePace } from './delivery/pace.ts';
import { pruneJobs } from './jobs/prune-jobs.ts';
import { type AppDeps, joinRooms } from './join-rooms.ts';

export interface App {
  /** Everything that is served, before it is. */
  readonly http: ReturnType<typeof createHttp>;
  /** Serves HTTP, takes events and runs jobs. Port 0 takes a free one. */
  start(host: string, port: number): Promise<Server>;
  /** Takes nothing more, finishes what runs, ten seconds at most, and closes the database. */
  stop(): Promise<void>;
}

/** The name of the secret with which cookies are signed. */
const COOKIE_SECRET = 'cookies';

const PRUNE_EVERY_MS = 10 * 60 * 1000;
/** How soon the desk is told of what is late. */
const WATCH_EVERY_MS = 2_000;
/** For what runs, and then for closing the database: ten seconds together, even when that does not answer. */
const FINISH_WITHIN_MS = 9_000;
const CLOSE_WITHIN_MS = 1_000;

/** The whole product without its adapters. */
export function createApp(deps: AppDeps): App {
  const rooms = joinRooms(deps);
  const { storage, log } = deps;
  const { worker, receive, platforms } = rooms;
  let server: Server | undefined;
  const attempt = async (what: string, does: () => Promise<unknown>): Promise<void> => {
    await does().catch((error: unknown) =>
      log.warn({ err: messageOf(error) }, `could not ${what}; trying again later`),
    );
  };
  const repeat = (what: string, everyMs: number, does: () => Promise<unknown>): NodeJS.Timeout =>
    setInterval(() => void attempt(what, does), everyMs);
  let timers: NodeJS.Timeout[] = [];

  const prune = async () => {
    await storage.unit(pruneJobs);
    await storage.unit(prunePace);
    await storage.unit((unit) => pruneSeenEvents(deps.clock, unit));
    await storage.unit((unit) => pruneSignIns(deps.clock, unit));
    await storage.unit((unit) => pruneInstallLinks(deps.clock, unit));
    await storage.unit((unit) => pruneOutages(deps.clock, unit));
    await storage.unit(prunePresence);
    await storage.unit((unit) => pruneFileAddresses(deps.clock, unit));
  };

  return {
    http: rooms.http,
    async start(host, port) {
      await rooms.reseal();
      await worker.start();
      for (const platform of platforms.values()) await platform.start(receive);
      rooms.http.keys = [await findSecret(storage, COOKIE_SECRET)];
      server = await listen(rooms.http, host, port);
      for (const platform of platforms.values()) platform.attach?.(server);
      await rooms.sandbox?.seedOnce();
      const listening = 'note that platforms are heard';
      await attempt(listening, rooms.listen);
      timers = [
        repeat(listening, BEAT_MS, rooms.listen),
        repeat('prune', PRUNE_EVERY_MS, prune),
        repeat('look for late deliveries', WATCH_EVERY_MS, () => storage.unit(rooms.watchDeliveries)),
      ];
      return server;
    },
    async stop() {
      timers.forEach(clearInterval);
      const closed = server && close(server);
      const stopped = [...platforms.values()].map((platform) => platform.stop());
      const finished = Promise.all([closed, worker.stop(), rooms.sandbox?.stop(), ...stopped]);
      const unfinished = (error: unknown) => log.warn({ err: messageOf(error) }, 'stopping with work left to others');
      await inTime(FINISH_WITHIN_MS, finished).catch(unfinished);
      await inTime(CLOSE_WITHIN_MS, storage.close()).catch(unfinished);
    },
  };
}

function listen(http: ReturnType<typeof createHttp>, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = http.listen(port, host, () => resolve(server));
    server.once('error', reject);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
