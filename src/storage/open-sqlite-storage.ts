import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DataSource } from 'typeorm';
import { dialectOf } from './dialect.ts';
import { LibsqlDatabase } from './libsql-database.ts';
import { commonOptions, type StorageOptions } from './storage-options.ts';
import { SqliteUnitRunner } from './sqlite-unit-runner.ts';
import { createStorage, type Storage } from './storage.ts';

/**
 * At start nobody waits for an answer yet. A process that was killed a moment ago may still hold the file: the operating
 * system frees its locks one after another.
 */
const PATIENCE_AT_START_MS = 5_000;
/**
 * How long SQLite itself waits for a file that an outside program holds, in ms. It blocks the event loop meanwhile, for
 * each unit that tries: the patience is outside, between the tries, so that events are still answered in time.
 */
const BUSY_TIMEOUT_MS = 5;

/** The embedded database: one file, one process, one connection that writes and one that reads. */
export async function openSqliteStorage(options: StorageOptions): Promise<Storage> {
  const file = fileOf(options);
  mkdirSync(dirname(file), { recursive: true });
  const release = claimFile(file);
  const dialect = dialectOf('sqlite');
  const writes = sqliteDataSource(options, ['synchronous = FULL', 'wal_autocheckpoint = 4000']);
  const reads = sqliteDataSource(options, ['query_only = ON']);
  try {
    await writes.initialize();
    await reads.initialize();
  } catch (error) {
    release();
    throw error;
  }
  const migrate = async () => {
    await writes.runMigrations();
    for (const connection of [writes, reads]) await connection.query(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  };
  return createStorage({ dialect, writes, reads, units: new SqliteUnitRunner(writes, dialect), migrate, release });
}

/** The file that a URL means. */
export const fileOf = ({ url }: StorageOptions): string => resolve(url.slice('sqlite:'.length));

export function sqliteDataSource(options: StorageOptions, pragmas: readonly string[] = []): DataSource {
  return new DataSource({
    type: 'better-sqlite3',
    driver: LibsqlDatabase,
    database: fileOf(options),
    timeout: PATIENCE_AT_START_MS,
    enableWAL: true,
    // More than all statements of the product: preparing one costs as much as running it.
    statementCacheSize: 1_000,
    prepareDatabase: (database) => {
      const { pragma } = database as { pragma: (text: string) => unknown };
      for (const text of pragmas) pragma.call(database, text);
    },
    ...commonOptions(options, 'sqlite'),
  });
}

/**
 * Two processes on one file would each believe that they are alone. The operating system frees this lock when the
 * process ends, however it ends.
 */
function claimFile(file: string): () => void {
  const lock = new LibsqlDatabase(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new Error(
      `${file} is in use by another Switchboard process. Stop that one, or set DATABASE_URL to a MySQL database, which any number of processes share.`,
      { cause },
    );
  }
  return () => {
    lock.close();
  };
}
