import { existsSync } from 'node:fs';
import { APP_PROCESS, bundleApp, type AppBundle } from './bundle/bundle-app.ts';
import { keepCode } from './bundle/keep-code.ts';
import { startMariaDb, type MariaDbServer } from './mariadb-server.ts';
import { makeTemplate } from './template/make-template.ts';
import { TEMPLATE_VARIABLE } from './template/template-variable.ts';

declare global {
  /** What global-setup leaves for global-teardown: jest loads each by itself, but into one process. */
  var switchboardMariaDb: MariaDbServer | null | undefined;
  var switchboardBundle: AppBundle | undefined;
}

const HOW_TO_INSTALL = 'MariaDB suites skipped: apt-get install mariadb-server-core mariadb-client-core';

/** What all files of the run share. */
async function setUp(): Promise<void> {
  await Promise.all([provideMariaDb(), provideBundle()]);
}

/** Starts one MariaDB for the whole run, unless SWITCHBOARD_TEST_MYSQL already names a server. */
async function provideMariaDb(): Promise<void> {
  if (process.env['SWITCHBOARD_TEST_MYSQL']) return;
  const server = await startMariaDb();
  globalThis.switchboardMariaDb = server;
  if (server !== null) {
    process.env['SWITCHBOARD_TEST_MYSQL'] = server.url;
    process.env[TEMPLATE_VARIABLE] = (await makeTemplate(server.url)).join(',');
  } else if (process.env['CI'] === 'true') throw new Error(HOW_TO_INSTALL);
  else console.warn(HOW_TO_INSTALL);
}

/** Nothing to bundle before the first build: tests that start no process run without it. */
async function provideBundle(): Promise<void> {
  if (!existsSync(APP_PROCESS)) return;
  const bundle = await bundleApp();
  globalThis.switchboardBundle = bundle;
  await keepCode(bundle.file);
}

export { setUp as default };
