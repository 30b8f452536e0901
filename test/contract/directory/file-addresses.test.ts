import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import type { FileAddresses } from '../../../src/chat/file-addresses.ts';
import {
  createFileAddresses,
  pruneFileAddresses,
} from '../../../src/directory/file-addresses/create-file-addresses.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { onEachDatabase } from '../../support/databases.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const file = (nativeId: string, workspaceId = 'home') => ({ platform: 'teams', workspaceId, nativeId });
const at = (url: string) => ({ url, name: 'log.txt' });

onEachDatabase((database) => {
  let storage: Storage;
  let addresses: FileAddresses;
  let now = Date.UTC(2026, 0, 31, 12);
  const clock = { now: () => new Date(now) };

  beforeAll(async () => {
    storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
    addresses = createFileAddresses({ storage, clock });
  });
  afterAll(() => storage.close());

  test('a file is read where the platform said last; another workspace’s is another', async () => {
    expect(await addresses.find(file('F1'))).toBeNull();
    await addresses.keep(file('F1'), at(`https://a.example/${'x'.repeat(3_000)}`));
    await addresses.keep(file('F1'), at('https://b.example/'));
    expect(await addresses.find(file('F1'))).toEqual(at('https://b.example/'));
    expect(await addresses.find(file('F1', 'other'))).toBeNull();
    expect(await addresses.find(file('f1'))).toBeNull();
  });

  test('the same told at once by several is kept once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => addresses.keep(file('F2'), at('https://c.example/'))));
    expect(await addresses.find(file('F2'))).toEqual(at('https://c.example/'));
  });

  test('it is forgotten after a day', async () => {
    await addresses.keep(file('F3'), at('https://d.example/'));
    now += DAY_MS + 1;
    await addresses.keep(file('F4'), at('https://e.example/'));
    await storage.unit((unit) => pruneFileAddresses(clock, unit));
    expect(await addresses.find(file('F3'))).toBeNull();
    expect(await addresses.find(file('F4'))).not.toBeNull();
  });
});
