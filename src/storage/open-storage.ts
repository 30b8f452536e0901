import { openMysqlStorage } from './open-mysql-storage.ts';
import { openSqliteStorage } from './open-sqlite-storage.ts';
import type { StorageOptions } from './storage-options.ts';
import type { Storage } from './storage.ts';

/** Opens the database. Does not migrate. @throws when it cannot be reached, or another process has the SQLite file */
export function openStorage(options: StorageOptions): Promise<Storage> {
  return options.url.startsWith('sqlite:') ? openSqliteStorage(options) : openMysqlStorage(options);
}
