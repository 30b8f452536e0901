import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { TestDatabase } from '../support/databases.ts';
import { startMariaDb } from '../support/mariadb-server.ts';

/** Measures on SQLite and, where one is installed, on a MariaDB of its own. */
export async function onEachBenchDatabase(measure: (title: string, database: TestDatabase) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-bench-'));
  let count = 0;
  const file = () => Promise.resolve(`sqlite:${join(folder, `${(count += 1)}.db`)}`);
  await measure('SQLite', { name: 'sqlite', createUrl: file });
  await rm(folder, { recursive: true, force: true });

  const server = await startMariaDb();
  if (!server) {
    process.stdout.write('MariaDB: not installed (apt-get install mariadb-server-core mariadb-client-core)\n');
    return;
  }
  const schema = async () => {
    const name = `bench_${(count += 1)}`;
    const connection = await createConnection({ uri: server.url });
    await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
    await connection.end();
    return `${server.url}/${name}`;
  };
  await measure('MariaDB', { name: 'mariadb', createUrl: schema });
  await server.stop();
}
