import { QueryFailedError } from 'typeorm';

/** What differs between the two databases, for the few statements that are written by hand. */
export interface Dialect {
  readonly database: 'mysql' | 'sqlite';
  /** One process has this database to itself, so that a lease found at its start belongs to nobody. */
  readonly exclusive: boolean;
  /** SQL for the database's clock: whole milliseconds since 1970, UTC. Leases and due times compare with it. */
  readonly nowMs: string;
  /** Appended to a SELECT that must not wait for rows that another replica holds. */
  readonly skipLocked: string;
  /** Names the index that a statement must use, where the database would otherwise choose badly. */
  readonly forceIndex: (index: string) => string;
  /** SQL between an INSERT and the assignments for a row that stands there already. */
  readonly onConflict: (column: string) => string;
  /** SQL for the value that the conflicting INSERT proposed. */
  readonly proposed: (column: string) => string;
}

const MYSQL: Dialect = {
  database: 'mysql',
  exclusive: false,
  nowMs: 'CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)',
  skipLocked: 'FOR UPDATE SKIP LOCKED',
  forceIndex: (index) => `FORCE INDEX (${index})`,
  onConflict: () => 'ON DUPLICATE KEY UPDATE',
  proposed: (column) => `VALUES(${column})`,
};

const SQLITE: Dialect = {
  database: 'sqlite',
  exclusive: true,
  nowMs: `CAST(unixepoch('subsec') * 1000 AS INTEGER)`,
  skipLocked: '',
  forceIndex: (index) => `INDEXED BY ${index}`,
  onConflict: (column) => `ON CONFLICT(${column}) DO UPDATE SET`,
  proposed: (column) => `excluded.${column}`,
};

export const dialectOf = (database: Dialect['database']): Dialect => (database === 'mysql' ? MYSQL : SQLITE);

const DUPLICATE = new Set(['ER_DUP_ENTRY', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']);
/** Deadlock, lock wait time-out, "record has changed" (MariaDB), and a SQLite file that an outside program holds. */
const RETRYABLE = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD', 'SQLITE_BUSY']);

/** Whether a statement failed because a unique key stands there already. */
export const isDuplicate = (error: unknown): boolean => DUPLICATE.has(codeOf(error));

/** Whether the whole unit of work may succeed when it runs again from its start. */
export const isRetryable = (error: unknown): boolean => RETRYABLE.has(codeOf(error));

function codeOf(error: unknown): string {
  const source: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = (source as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
