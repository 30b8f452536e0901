import { expect, test } from '@jest/globals';
import type { ApiKey } from '../../../src/directory/keys/api-key.schema.ts';
import { createKeyRing } from '../../../src/directory/keys/key-ring.ts';
import { createLog } from '../../../src/log.ts';
import type { Storage } from '../../../src/storage/storage.ts';

test('a use that cannot be noted is nobody’s error, and stands in the log', async () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => lines.push(line) });
  const storage = { unit: () => Promise.reject(new Error('the database is busy')) } as unknown as Storage;
  const keyRing = createKeyRing({ storage, clock: { now: () => new Date() }, log });
  await keyRing.noteUse({ id: 7, lastUsedAt: null } as ApiKey);
  expect(lines.join()).toContain('the database is busy');
});
