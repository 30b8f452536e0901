import { afterAll, describe } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { readTemplate, TEMPLATE } from './template/template-variable.ts';

export interface TestDatabase {
  readonly name: 'sqlite' | 'mariadb';
  /**
   * The URL of a fresh database without any data: for DATABASE_URL. One for each test file is the rule. It is gone after
   * the last test of the surrounding `onEachDatabase`. Whether it has its tables yet is left open: who needs them
   * migrates, which is soon done where they are there.
   */
  createUrl(): Promise<string>;
}

export interface BareDatabase extends TestDatabase {
  /** As `createUrl`, without any table. */
  createEmptyUrl(): Promise<string>;
}

interface DisposableDatabase extends BareDatabase {
  dispose(): Promise<void>;
}

/** For what no database has a part in. */
export const onSqlite = (define: (database: BareDatabase) => void): void =>
  describeOn('SQLite', createSqlite(), define);

/** Describes the same tests once for SQLite and once for MariaDB (skipped where none is installed). */
export function onEachDatabase(define: (database: BareDatabase) => void): void {
  onSqlite(define);
  onMariaDb(define);
}

/** For what only a shared database can show: two replicas. */
export function onMariaDb(define: (database: BareDatabase) => void): void {
  const server = process.env['SWITCHBOARD_TEST_MYSQL'];
  if (server) describeOn('MariaDB', createMariaDb(server), define);
  // Only where no server is installed; with CI=true the set-up fails instead.
  else describe.skip('MariaDB (not installed)', () => define(createMariaDb('mysql://not-installed')));
}

function describeOn(title: string, database: DisposableDatabase, define: (database: BareDatabase) => void): void {
  describe(title, () => {
    define(database);
    // Registered last: jest runs these in the order in which they were defined, so that the tests' own come first.
    afterAll(() => database.dispose());
  });
}

function createSqlite(): DisposableDatabase {
  const folders: string[] = [];
  const createUrl = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-sqlite-'));
    folders.push(folder);
    return `sqlite:${join(folder, 'switchboard.db')}`;
  };
  return {
    name: 'sqlite',
    createUrl,
    createEmptyUrl: createUrl,
    async dispose() {
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}

function createMariaDb(server: string): DisposableDatabase {
  const names: string[] = [];
  const create = async (filling: (name: string) => readonly string[]) => {
    const name = `switchboard_${randomBytes(6).toString('hex')}`;
    await run(server, [`CREATE DATABASE ${name} CHARACTER SET utf8mb4`, ...filling(name)]);
    names.push(name);
    return `${server}/${name}`;
  };
  return {
    name: 'mariadb',
    createUrl: () => create(copyOfTemplate),
    createEmptyUrl: () => create(() => []),
    async dispose() {
      if (names.length === 0) return;
      // A transaction that a test left open would otherwise hold the drop for a day.
      await run(server, ['SET lock_wait_timeout = 10', ...names.map((name) => `DROP DATABASE ${name}`)]);
    },
  };
}

/** To migrate takes a second, and the stories need a hundred databases: the set-up has migrated one for all. */
const copyOfTemplate = (name: string): string[] =>
  readTemplate().map(
    (table) =>
      `CREATE TABLE ${name}.${table} LIKE ${TEMPLATE}.${table}; INSERT INTO ${name}.${table} SELECT * FROM ${TEMPLATE}.${table}`,
  );

async function run(server: string, statements: readonly string[]): Promise<void> {
  const connection = await createConnection({ uri: server, multipleStatements: true });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}
