import { resolve } from 'node:path';
import { createSlackPlatform } from '../../../adapters/slack/create-slack-platform.ts';
import type { TeamsDeps } from '../../../adapters/teams/teams-config.ts';
import { createWeb } from '../../../adapters/web/create-web.ts';
import { migrations } from '../../../migrations/index.ts';
import { createApp } from '../../../src/app.ts';
import type { ChatPlatform } from '../../../src/chat/chat-platform.ts';
import { systemClock } from '../../../src/clock.ts';
import { createLog } from '../../../src/log.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { OPTIONS_VARIABLE, type AppOptions, type Asked } from './app-options.ts';
import { withCrash } from './crash.ts';
import { withDeath } from './dying.ts';
import { withPause } from './pause.ts';
import { createWebStage } from './web-stage.ts';

/*
 * One process of the product for a test: everything that src/main.ts starts, with shorter leases and time-outs, and
 * with a point at which it dies. Tells its port over IPC. For what it costs to start, the tests run it as a bundle
 * (bundle-app.ts), which knows no `await` at its top.
 */

/** Behind it the processes are reached: a page at any other address is nobody's but theirs. */
const PUBLIC_URL = 'http://desk.example.com';
const pages = resolve('dist/client');

async function run(options: AppOptions): Promise<void> {
  const log = createLog(options.logLevel);
  const opened = await openStorage({ url: options.databaseUrl, schemas, migrations });
  await opened.migrate();
  let death = options.death;
  const deathNow = () => death;
  const crashing = withCrash(opened, deathNow);
  const createTeams = options.teams && (await importTeams(options.teams));
  const app = createApp({
    storage: withPause(withDeath(crashing.storage, deathNow), options.pause),
    platforms: (ports) => [
      crashing.dyingWith(
        createSlackPlatform(options.slack, { log, clock: systemClock, installations: ports.installations }),
      ),
      ...(createTeams ? [crashing.dyingWith(createTeams({ ...ports, log, clock: systemClock }))] : []),
      crashing.dyingWith(
        createWeb({
          ...ports,
          ...(options.hasWebStage && { sandbox: createWebStage(opened) }),
          ...{ clock: systemClock, log, publicUrl: PUBLIC_URL, pages },
        }),
      ),
    ],
    clock: systemClock,
    log,
    adminKey: options.adminKey,
    secret: options.secret,
    api: options.api,
    publicUrl: PUBLIC_URL,
    tickets: { groupingMs: options.groupingMs, reopenMs: options.reopenMs },
    worker: { leaseMs: options.leaseMs },
    // Most stories wait until nothing is left to do, and many of them for nothing but this.
    outbox: { coalesceMs: 100 },
  });
  process.on('SIGTERM', () => {
    app.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  process.on('message', (asked: Asked) => {
    if (asked !== 'usage') death = asked.death;
    process.send?.({ cpu: process.cpuUsage(), rssBytes: process.memoryUsage.rss() });
  });
  // A test that is gone needs no app.
  process.on('disconnect', () => process.exit(1));
  const server = await app.start('127.0.0.1', 0);
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
}

/** Loaded only where a story wants it: that costs. */
async function importTeams({ postsPerSecond, editsPerSecond, ...config }: NonNullable<AppOptions['teams']>) {
  const { createTeamsPlatform } = await import('../../../adapters/teams/create-teams-platform.ts');
  return (deps: TeamsDeps): ChatPlatform => {
    const platform = createTeamsPlatform(config, deps);
    const { burst, workspacePostsPerSecond, ...abilities } = platform.abilities;
    return { ...platform, abilities: { ...abilities, postsPerSecond, editsPerSecond } };
  };
}

void run(JSON.parse(process.env[OPTIONS_VARIABLE] ?? '{}') as AppOptions);
