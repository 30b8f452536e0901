import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { migrations } from '../../../migrations/index.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { TEMPLATE } from './template-variable.ts';

/** Migrates one database, of which the tests get copies. @returns the names of its tables */
export async function makeTemplate(server: string): Promise<string[]> {
  const connection = await createConnection({ uri: server });
  try {
    await connection.query(`DROP DATABASE IF EXISTS ${TEMPLATE}`);
    await connection.query(`CREATE DATABASE ${TEMPLATE} CHARACTER SET utf8mb4`);
    const storage = await openStorage({ url: `${server}/${TEMPLATE}`, schemas, migrations });
    await storage.migrate();
    await storage.close();
    const [tables] = await connection.query<(RowDataPacket & { readonly name: string })[]>(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?',
      [TEMPLATE],
    );
    return tables.map(({ name }) => name);
  } finally {
    await connection.end();
  }
}
