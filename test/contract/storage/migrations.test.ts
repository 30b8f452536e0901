import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrations } from '../../../migrations/index.ts';
import { schemas } from '../../../src/schemas.ts';
import { mysqlDataSource } from '../../../src/storage/open-mysql-storage.ts';
import { sqliteDataSource } from '../../../src/storage/open-sqlite-storage.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { StorageOptions } from '../../../src/storage/storage-options.ts';
import { onEachDatabase, onMariaDb } from '../../support/databases.ts';

const MANY_STEPS_MS = 60_000;

const NAMES = migrations.map(({ name }) => name);

async function isMariaDb(dataSource: DataSource): Promise<boolean> {
  if (dataSource.options.type !== 'mysql') return false;
  const [row] = await dataSource.query<{ version: string }[]>('SELECT VERSION() AS version');
  return row!.version.includes('MariaDB');
}

onEachDatabase((database) => {
  const open = async (): Promise<StorageOptions> => ({ url: await database.createEmptyUrl(), schemas, migrations });

  /** @param known all the migrations that there are to this one */
  let connect: (known?: StorageOptions['migrations']) => DataSource;
  let product: DataSource;
  /** Compares the database with the schemas. TypeORM reads MariaDB's NULL defaults rightly under this name only. */
  let judge: DataSource;

  beforeAll(async () => {
    const options = await open();
    connect = (known = migrations) => {
      const upTo = { ...options, migrations: known };
      return database.name === 'sqlite' ? sqliteDataSource(upTo) : mysqlDataSource(upTo);
    };
    product = await connect().initialize();
    const type = (await isMariaDb(product)) ? { type: 'mariadb' } : {};
    judge = await new DataSource({ ...connect().options, ...type } as DataSourceOptions).initialize();
  });
  afterAll(() => Promise.all([product, judge].map((dataSource) => dataSource.destroy())));

  const migrate = () => product.runMigrations();
  const undo = async (many: number) => {
    for (let n = 0; n < many; n += 1) await product.undoLastMigration();
  };
  /** The statements that would make the database equal to the schemas. */
  const difference = async () => (await judge.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  const tables = async () => {
    const rows = await product.query<{ name: string }[]>(
      database.name === 'sqlite'
        ? `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
        : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    );
    return rows.map(({ name }) => name).filter((name) => name !== 'migrations');
  };

  test('from nothing to everything, back to nothing, and up again: each time as the schemas say', async () => {
    await migrate();
    expect(await difference()).toEqual([]);
    expect((await tables()).sort()).toEqual(schemas.map(({ options }) => options.name).sort());
    await undo(migrations.length);
    expect(await tables()).toEqual([]);
    await migrate();
    expect(await difference()).toEqual([]);
  });

  test(
    'each migration can be undone by itself and done again',
    async () => {
      await undo(migrations.length);
      for (const [before] of migrations.entries()) {
        const upTo = await connect(migrations.slice(0, before + 1)).initialize();
        try {
          expect(await upTo.runMigrations()).toHaveLength(1);
          await upTo.undoLastMigration();
          expect(await upTo.runMigrations()).toHaveLength(1);
        } finally {
          await upTo.destroy();
        }
      }
      expect(await difference()).toEqual([]);
    },
    MANY_STEPS_MS,
  );

  test('a storage says which migrations are still to run', async () => {
    const storage = await openStorage(await open());
    try {
      expect(await storage.pendingMigrations()).toEqual(NAMES);
      await storage.migrate();
      expect(await storage.pendingMigrations()).toEqual([]);
      await storage.migrate();
    } finally {
      await storage.close();
    }
  });

  if (database.name === 'sqlite') {
    test('a second process on the same file is refused, with what to do, until the first has closed', async () => {
      const options = await open();
      const first = await openStorage(options);
      await expect(openStorage(options)).rejects.toThrow(
        /switchboard\.db is in use by another Switchboard process.*DATABASE_URL/,
      );
      await first.migrate();
      await first.close();
      const second = await openStorage(options);
      expect(await second.pendingMigrations()).toEqual([]);
      await second.close();
    });
  }
});

onMariaDb((database) => {
  test('texts compare as the schemas say: TypeORM does not look at that', async () => {
    const storage = await openStorage({ url: await database.createEmptyUrl(), schemas, migrations });
    try {
      await storage.migrate();
      const found = await storage.read((reader) =>
        reader.query<{ tableName: string; columnName: string; collation: string }>(
          `SELECT table_name AS tableName, column_name AS columnName, collation_name AS collation
           FROM information_schema.columns
           WHERE table_schema = DATABASE() AND table_name <> 'migrations' AND collation_name IS NOT NULL`,
        ),
      );
      const wanted = schemas.flatMap(({ options: { name, columns } }) =>
        Object.entries(columns).flatMap(([column, options]) =>
          options?.collation === undefined ? [] : [`${name}.${column} ${options.collation}`],
        ),
      );
      expect(found.map((row) => `${row.tableName}.${row.columnName} ${row.collation}`).sort()).toEqual(wanted.sort());
    } finally {
      await storage.close();
    }
  });

  test('replicas that start together run each migration once', async () => {
    const options = { url: await database.createEmptyUrl(), schemas, migrations };
    const replicas = await Promise.all(Array.from({ length: 4 }, () => openStorage(options)));
    try {
      await Promise.all(replicas.map((replica) => replica.migrate()));
      const [first] = replicas;
      const run = await first!.read((reader) =>
        reader.query<{ name: string }>('SELECT name FROM migrations ORDER BY timestamp'),
      );
      expect(run.map(({ name }) => name)).toEqual(NAMES);
    } finally {
      await Promise.all(replicas.map((replica) => replica.close()));
    }
  });
});
