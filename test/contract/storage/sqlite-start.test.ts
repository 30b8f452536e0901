import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sqlite-start-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Holds the file for a while, in a thread of its own: waiting for a file blocks whoever waits. */
const HOLD = `
  const { parentPort, workerData } = require('node:worker_threads');
  const Database = require('libsql');
  const database = new Database(workerData.file);
  database.exec('BEGIN EXCLUSIVE');
  parentPort.postMessage('held');
  setTimeout(() => database.exec('COMMIT'), workerData.forMs);
`;

async function hold(file: string, forMs: number): Promise<Worker> {
  const worker = new Worker(HOLD, { eval: true, workerData: { file, forMs } });
  await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  return worker;
}

test('a file that is held for a moment, as by a process that was just killed, is waited for', async () => {
  const file = join(folder, 'held.db');
  const options = { url: `sqlite:${file}`, schemas, migrations };
  const holder = await hold(file, 400);
  const storage = await openStorage(options);
  await storage.migrate();
  expect(await storage.pendingMigrations()).toEqual([]);
  await storage.close();
  await holder.terminate();
});

test('once it serves, it waits for nobody without letting others go on', async () => {
  const storage = await openStorage({ url: `sqlite:${join(folder, 'serving.db')}`, schemas, migrations });
  await storage.migrate();
  const [{ timeout } = { timeout: NaN }] = await storage.read((reader) =>
    reader.query<{ timeout: number }>('PRAGMA busy_timeout'),
  );
  expect(timeout).toBeLessThanOrEqual(5);
  await storage.close();
});
