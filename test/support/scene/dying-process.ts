import { resolve } from 'node:path';
import { createSlackPlatform } from '../../../adapters/slack/create-slack-platform.ts';
import { createWeb } from '../../../adapters/web/create-web.ts';
import { migrations } from '../../../migrations/index.ts';
import { createApp } from '../../../src/app.ts';
import { systemClock } from '../../../src/clock.ts';
import { createLog } from '../../../src/log.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { OPTIONS_VARIABLE } from './app-options.ts';
import { withDeath, type DyingOptions } from './dying.ts';

/* One process of the product for a test, which dies in the middle of a unit of work. Tells its port over IPC. */

const publicUrl = 'http://127.0.0.1';
const pages = resolve('dist/client');
const options = JSON.parse(process.env[OPTIONS_VARIABLE] ?? '{}') as DyingOptions;
const log = createLog(options.logLevel);
const storage = await openStorage({ url: options.databaseUrl, schemas, migrations });
await storage.migrate();
const app = createApp({
  storage: withDeath(storage, options.dies),
  platforms: (ports) => [
    createSlackPlatform(options.slack, { log, clock: systemClock }),
    createWeb({ ...ports, clock: systemClock, log, publicUrl, pages }),
  ],
  clock: systemClock,
  log,
  adminKey: options.adminKey,
  api: options.api,
  publicUrl,
  tickets: { groupingMs: options.groupingMs, reopenMs: options.reopenMs },
  worker: { leaseMs: options.leaseMs },
});
// A test that is gone needs no app.
process.on('disconnect', () => process.exit(1));
const server = await app.start('127.0.0.1', 0);
const address = server.address();
process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
