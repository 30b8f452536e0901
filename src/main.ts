import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { migrations } from '../migrations/index.ts';
import { createApp } from './app.ts';
import type { Checkup } from './chat/checkup.ts';
import { systemClock, type Clock } from './clock.ts';
import { readConfig, type Config } from './config.ts';
import { holdsRealData } from './desk/sandbox/holds-real-data.ts';
import { createStoryClock, type StoryClock } from './desk/sandbox/story-clock.ts';
import { describeFindings, isWell } from './doctor/describe-findings.ts';
import { examine } from './doctor/examine.ts';
import { messageOf } from './errors.ts';
import type { AppDeps } from './join-rooms.ts';
import { createLog, type Log } from './log.ts';
import { describeParts } from './parts.ts';
import { schemas } from './schemas.ts';
import { openForReading } from './storage/open-for-reading.ts';
import { openStorage } from './storage/open-storage.ts';
import type { Storage } from './storage/storage.ts';

const SECOND_MS = 1000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;

/** An adapter is imported only when it is switched on. */
async function importPlatforms(config: Config, log: Log, clock: Clock): Promise<AppDeps['platforms']> {
  const { createWeb } = await import('../adapters/web/create-web.ts');
  const web = { clock, log, publicUrl: config.publicUrl, pages: PAGES };
  const { slack, teams } = config;
  const slackParts = slack && (await import('../adapters/slack/create-slack-platform.ts'));
  const teamsParts = teams && (await import('../adapters/teams/create-teams-platform.ts'));
  return (ports) => [
    ...(slackParts ? [slackParts.createSlackPlatform(slack, { log, clock, installations: ports.installations })] : []),
    ...(teamsParts ? [teamsParts.createTeamsPlatform(teams, { ...ports, log, clock })] : []),
    createWeb({ ...ports, ...web }),
  ];
}

/** A demonstration is for those who try the product, on their own machine, and never beside what is real. */
async function createStory(config: Config, storage: Storage, log: Log): Promise<StoryClock | undefined> {
  if (!config.isSandbox) return undefined;
  if (!(await storage.read(holdsRealData))) return createStoryClock(systemClock);
  log.warn('No sandbox: the database holds data that is not the sandbox’s. Set DATABASE_URL to another one to try it.');
  return undefined;
}

/** Where the build leaves the browser's pages; beside the compiled sources, unless we run from the others. */
const PAGES = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../dist/client/' : '../client/', import.meta.url),
);

async function serve(config: Config, log: Log): Promise<void> {
  const storage = await openStorage({ url: config.databaseUrl, schemas, migrations });
  await storage.migrate();
  const story = await createStory(config, storage, log);
  const clock = story ?? systemClock;
  const app = createApp({
    storage,
    platforms: await importPlatforms(config, log, clock),
    clock,
    log,
    adminKey: config.adminKey,
    api: config.api,
    publicUrl: config.publicUrl,
    secret: config.secret,
    tickets: {
      groupingMs: config.tickets.groupingSeconds * SECOND_MS,
      reopenMs: config.tickets.reopenDays * DAY_MS,
    },
    ...(story && { story }),
  });
  stopOnSignal(() => app.stop(), log);
  await app.start(config.host, config.port);
  process.stdout.write(
    `\nSwitchboard at http://${config.host}:${config.port}\n\n${describeParts({ ...config, isSandbox: story !== undefined })}\n\n`,
  );
}

async function migrate(config: Config): Promise<void> {
  const storage = await openStorage({ url: config.databaseUrl, schemas, migrations });
  const pending = await storage.pendingMigrations();
  await storage.migrate();
  await storage.close();
  process.stdout.write(pending.length === 0 ? 'The database is up to date.\n' : `Migrated: ${pending.join(', ')}\n`);
}

/** Of the platforms that are on: those that have an outside. */
async function importCheckups({ slack, teams }: Config): Promise<ReadonlyMap<string, Checkup>> {
  const deps = { log: createLog('silent'), clock: systemClock };
  const checkups = new Map<string, Checkup>();
  if (slack) {
    const { createSlackCheckup } = await import('../adapters/slack/checks/check-slack.ts');
    checkups.set('slack', createSlackCheckup(slack, deps));
  }
  if (teams) {
    const { createTeamsCheckup } = await import('../adapters/teams/checks/check-teams.ts');
    checkups.set('teams', createTeamsCheckup(teams, deps));
  }
  return checkups;
}

async function doctor(config: Config): Promise<void> {
  const openDatabase = () => openForReading({ url: config.databaseUrl, schemas, migrations });
  const findings = await examine({ config, clock: systemClock, openDatabase, checkups: await importCheckups(config) });
  process.stdout.write(`\n${describeFindings(findings)}\n\n`);
  // A database that does not answer would keep the process.
  process.exit(isWell(findings) ? 0 : 1);
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
  const command = process.argv[2];
  if (command === 'doctor') await doctor(config);
  const log = createLog(config.logLevel);
  for (const warning of config.warnings) log.warn(warning);
  await (command === 'migrate' ? migrate(config) : serve(config, log));
} catch (error) {
  fail(error);
}
