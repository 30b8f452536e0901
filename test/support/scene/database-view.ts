import Database from 'libsql';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { schemas } from '../../../src/schemas.ts';

/** The database as somebody beside the product's processes sees it. */
export interface DatabaseView {
  rows<Row>(sql: string): Promise<Row[]>;
  /** Changes what is there. */
  change(sql: string): Promise<void>;
  /** Keeps every event from being written down until the answer is called. */
  holdEvents(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** @param url as for DATABASE_URL, of a database that is migrated */
export function viewDatabase(url: string): Promise<DatabaseView> {
  return url.startsWith('sqlite:') ? Promise.resolve(viewSqlite(url.slice('sqlite:'.length))) : viewMysql(url);
}

/** How many rows stand in each table of the product. */
export async function countRows(view: DatabaseView): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { options } of schemas) {
    const [row] = await view.rows<{ rows: number }>(`SELECT COUNT(*) AS \`rows\` FROM ${options.name}`);
    counts[options.name] = Number(row?.rows);
  }
  return counts;
}

function viewSqlite(file: string): DatabaseView {
  const database = new Database(file, { timeout: 2_000 });
  return {
    rows: <Row>(sql: string) => Promise.resolve(database.prepare(sql).all() as Row[]),
    change: (sql) => {
      database.exec(sql);
      return Promise.resolve();
    },
    holdEvents: () => {
      const writer = new Database(file, { timeout: 2_000 });
      writer.exec('BEGIN IMMEDIATE');
      return Promise.resolve(() => {
        writer.exec('ROLLBACK');
        writer.close();
        return Promise.resolve();
      });
    },
    close: () => {
      database.close();
      return Promise.resolve();
    },
  };
}

async function viewMysql(url: string): Promise<DatabaseView> {
  const connection = await createConnection({ uri: url });
  return {
    rows: async <Row>(sql: string) => (await connection.query<RowDataPacket[]>(sql))[0] as Row[],
    change: async (sql) => {
      await connection.query(sql);
    },
    holdEvents: async () => {
      const locker = await createConnection({ uri: url });
      await locker.query('LOCK TABLES seen_event WRITE');
      return () => locker.end();
    },
    close: () => connection.end(),
  };
}
