import { existsSync } from 'node:fs';
import { migrations } from '../migrations/index.ts';
import { createApp } from './app.ts';
import type { ChatPlatform } from './chat/chat-platform.ts';
import { systemClock } from './clock.ts';
import { readConfig, type Config } from './config.ts';
import { messageOf } from './errors.ts';
import { createLog, type Log } from './log.ts';
import { describeParts } from './parts.ts';
import { schemas } from './schemas.ts';
import { openStorage } from './storage/open-storage.ts';

const SECOND_MS = 1000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;

/** An adapter is imported only when it is switched on. */
async function createPlatforms(config: Config, log: Log): Promise<ChatPlatform[]> {
  const platforms: ChatPlatform[] = [];
  if (config.slack) {
    const { createSlackPlatform } = await import('../adapters/slack/create-slack-platform.ts');
    platforms.push(createSlackPlatform(config.slack, { log, clock: systemClock }));
  }
  return platforms;
}

async function serve(config: Config, log: Log): Promise<void> {
  const storage = await openStorage({ url: config.databaseUrl, schemas, migrations });
  await storage.migrate();
  const app = createApp({
    storage,
    platforms: await createPlatforms(config, log),
    clock: systemClock,
    log,
    adminKey: config.adminKey,
    tickets: {
      groupingMs: config.tickets.groupingSeconds * SECOND_MS,
      reopenMs: config.tickets.reopenDays * DAY_MS,
    },
  });
  stopOnSignal(() => app.stop(), log);
  await app.start(config.host, config.port);
  process.stdout.write(`\nSwitchboard at http://${config.host}:${config.port}\n\n${describeParts(config)}\n\n`);
}

async function migrate(config: Config): Promise<void> {
  const storage = await openStorage({ url: config.databaseUrl, schemas, migrations });
  const pending = await storage.pendingMigrations();
  await storage.migrate();
  await storage.close();
  process.stdout.write(pending.length === 0 ? 'The database is up to date.\n' : `Migrated: ${pending.join(', ')}\n`);
}

function stopOnSignal(stop: () => Promise<void>, log: Log): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping: what runs is finished first');
    stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
}

function fail(error: unknown): never {
  process.stderr.write(`\n${messageOf(error)}\n`);
  process.exit(1);
}

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  for (const warning of config.warnings) log.warn(warning);
  await (process.argv[2] === 'migrate' ? migrate(config) : serve(config, log));
} catch (error) {
  fail(error);
}
