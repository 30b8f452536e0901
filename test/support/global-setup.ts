import { startMariaDb, type MariaDbServer } from './mariadb-server.ts';

declare global {
  /** What global-setup leaves for global-teardown: jest loads each by itself, but into one process. */
  var switchboardMariaDb: MariaDbServer | null | undefined;
}

const HOW_TO_INSTALL = 'MariaDB suites skipped: apt-get install mariadb-server-core mariadb-client-core';

/** Starts one MariaDB for the whole run, unless SWITCHBOARD_TEST_MYSQL already names a server. */
async function setUp(): Promise<void> {
  if (process.env['SWITCHBOARD_TEST_MYSQL']) return;
  const server = await startMariaDb();
  globalThis.switchboardMariaDb = server;
  if (server !== null) process.env['SWITCHBOARD_TEST_MYSQL'] = server.url;
  else if (process.env['CI'] === 'true') throw new Error(HOW_TO_INSTALL);
  else console.warn(HOW_TO_INSTALL);
}

export { setUp as default };
