import { existsSync } from 'node:fs';
import { dialectOf } from './dialect.ts';
import { mysqlDataSource } from './open-mysql-storage.ts';
import { fileOf, sqliteDataSource } from './open-sqlite-storage.ts';
import type { StorageOptions } from './storage-options.ts';
import { namesOfPending, type Storage } from './storage.ts';
import { Reader } from './unit.ts';

export type ReadableStorage = Pick<Storage, 'dialect' | 'read' | 'pendingMigrations' | 'close'>;

/**
 * Opens a database only to look into it: also a SQLite file that another process has, and without changing anything.
 * @returns null for a SQLite file that is not there yet
 * @throws when it cannot be reached
 */
export async function openForReading(options: StorageOptions): Promise<ReadableStorage | null> {
  const isSqlite = options.url.startsWith('sqlite:');
  if (isSqlite && !existsSync(fileOf(options))) return null;
  const source = isSqlite ? sqliteDataSource(options, ['query_only = ON']) : mysqlDataSource(options);
  await source.initialize();
  const dialect = dialectOf(isSqlite ? 'sqlite' : 'mysql');
  const reader = new Reader(source.manager, dialect);
  return {
    dialect,
    read: (work) => work(reader),
    pendingMigrations: () => namesOfPending(source),
    close: () => source.destroy(),
  };
}
