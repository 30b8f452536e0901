import { DataSource } from 'typeorm';
import { dialectOf } from './dialect.ts';
import { createMysqlUnitRunner } from './mysql-unit-runner.ts';
import { commonOptions, type StorageOptions } from './storage-options.ts';
import { createStorage, type Storage } from './storage.ts';

/** Units that wait for a connection queue in the pool. */
const CONNECTIONS = 10;
/** How long a replica waits for another one's migrations, in seconds. */
const MIGRATION_WAIT_S = 300;
const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 5`,
];

interface PooledConnection {
  query(sql: string, done: () => void): void;
}

/** MySQL 8 or MariaDB 10.6+: what any number of replicas share. */
export async function openMysqlStorage(options: StorageOptions): Promise<Storage> {
  const writes = mysqlDataSource(options);
  await writes.initialize();
  await setUpConnections(writes);
  const dialect = dialectOf('mysql');
  const units = createMysqlUnitRunner(writes, dialect);
  return createStorage({
    dialect,
    writes,
    reads: writes,
    units,
    migrate: () => migrate(writes),
    release: () => undefined,
  });
}

export function mysqlDataSource(options: StorageOptions): DataSource {
  return new DataSource({
    type: 'mysql',
    url: options.url.replace(/^mariadb:/, 'mysql:'),
    charset: 'utf8mb4',
    timezone: 'Z',
    poolSize: CONNECTIONS,
    // Every number of ours fits 2^53; text would sneak into arithmetic.
    bigNumberStrings: false,
    extra: { enableKeepAlive: true },
    ...commonOptions(options, 'mysql'),
  });
}

/** mysql2 sends a connection's queries in order, so these come before the first statement of whoever asked for it. */
async function setUpConnections(dataSource: DataSource): Promise<void> {
  const { pool } = dataSource.driver as unknown as {
    pool: { on(event: 'connection', listener: (connection: PooledConnection) => void): void };
  };
  pool.on('connection', (connection) => {
    // A connection on which this fails is broken, and the statement that follows says so.
    for (const statement of SESSION) connection.query(statement, () => undefined);
  });
  // The one connection that TypeORM opened before we could listen.
  for (const statement of SESSION) await dataSource.query(statement);
}

/** TypeORM takes no lock of its own. GET_LOCK belongs to a session, so one runner is held around the migrations. */
async function migrate(dataSource: DataSource): Promise<void> {
  const keeper = dataSource.createQueryRunner();
  try {
    const [row] = (await keeper.query(
      `SELECT GET_LOCK(CONCAT('switchboard:', DATABASE()), ${MIGRATION_WAIT_S}) AS got`,
    )) as { got: number | null }[];
    if (row?.got !== 1) {
      throw new Error(
        `Another replica has been migrating for ${MIGRATION_WAIT_S} s: look at its log, then start again.`,
      );
    }
    await dataSource.runMigrations();
  } finally {
    await keeper.query(`SELECT RELEASE_LOCK(CONCAT('switchboard:', DATABASE()))`);
    await keeper.release();
  }
}
