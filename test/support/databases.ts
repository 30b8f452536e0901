import { afterAll, describe } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';

export interface TestDatabase {
  readonly name: 'sqlite' | 'mariadb';
  /**
   * The URL of a fresh, empty database: for DATABASE_URL. One for each test file is the rule. It is gone after the
   * last test of the surrounding `onEachDatabase`.
   */
  createUrl(): Promise<string>;
}

interface DisposableDatabase extends TestDatabase {
  dispose(): Promise<void>;
}

/** For what no database has a part in. */
export const onSqlite = (define: (database: TestDatabase) => void): void =>
  describeOn('SQLite', createSqlite(), define);

/** Describes the same tests once for SQLite and once for MariaDB (skipped where none is installed). */
export function onEachDatabase(define: (database: TestDatabase) => void): void {
  onSqlite(define);
  onMariaDb(define);
}

/** For what only a shared database can show: two replicas. */
export function onMariaDb(define: (database: TestDatabase) => void): void {
  const server = process.env['SWITCHBOARD_TEST_MYSQL'];
  if (server) describeOn('MariaDB', createMariaDb(server), define);
  // Only where no server is installed; with CI=true the set-up fails instead.
  else describe.skip('MariaDB (not installed)', () => define(createMariaDb('mysql://not-installed')));
}

function describeOn(title: string, database: DisposableDatabase, define: (database: TestDatabase) => void): void {
  describe(title, () => {
    define(database);
    // Registered last: jest runs these in the order in which they were defined, so that the tests' own come first.
    afterAll(() => database.dispose());
  });
}

function createSqlite(): DisposableDatabase {
  const folders: string[] = [];
  return {
    name: 'sqlite',
    async createUrl() {
      const folder = await mkdtemp(join(tmpdir(), 'switchboard-sqlite-'));
      folders.push(folder);
      return `sqlite:${join(folder, 'switchboard.db')}`;
    },
    async dispose() {
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}

function createMariaDb(server: string): DisposableDatabase {
  const names: string[] = [];
  return {
    name: 'mariadb',
    async createUrl() {
      const name = `switchboard_${randomBytes(6).toString('hex')}`;
      await run(server, [`CREATE DATABASE ${name} CHARACTER SET utf8mb4`]);
      names.push(name);
      return `${server}/${name}`;
    },
    async dispose() {
      if (names.length === 0) return;
      // A transaction that a test left open would otherwise hold the drop for a day.
      await run(server, ['SET lock_wait_timeout = 10', ...names.map((name) => `DROP DATABASE ${name}`)]);
    },
  };
}

async function run(server: string, statements: readonly string[]): Promise<void> {
  const connection = await createConnection({ uri: server });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}
