import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import { createPostHandler } from '../../../src/delivery/deliver.ts';
import { openThread } from '../../../src/delivery/find-conversation.ts';
import { createOutbox, POST_JOB } from '../../../src/delivery/outbox.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import { createLog } from '../../../src/log.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { waitFor } from '../../support/wait-for.ts';
import { aStage, AT, onStage } from './a-stage.ts';

onEachDatabase((database) => {
  let storage: Storage;
  let worker: Worker;

  beforeEach(async () => {
    storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
  });
  afterEach(async () => {
    await worker.stop();
    await storage.close();
  });

  const rows = <Row>(sql: string) => storage.read((reader) => reader.query<Row>(sql));

  /** A post that is wanted no more is tried once. @returns what has become of it */
  async function tryOnce(was: { readonly uploadId: string | null; readonly state: 'queued' | 'ambiguous' }) {
    worker = new Worker(storage, createLog('silent'));
    const stage = aStage({ findDelivered: () => Promise.resolve(null) });
    worker.handle(POST_JOB, createPostHandler(onStage(storage, stage, () => Promise.resolve(null))));
    await storage.unit(async (unit) => {
      const conversation = await openThread(unit, AT);
      await createOutbox(worker).post(unit, { key: 'a-file', conversation, composer: 'words', payload: {} });
      const now = unit.dialect.nowMs;
      await unit.execute(
        `UPDATE delivery SET state = ?, uploadId = ?, uploadedAt = ${now}, intentAt = ${now} - 10000`,
        [was.state, was.uploadId],
      );
    });
    await worker.start();
    const [job] = await waitFor(async () => {
      const tried = await rows<{ lastError: string | null; state: string }>(
        `SELECT lastError, state FROM job WHERE lastError IS NOT NULL OR state = 'done'`,
      );
      return tried.length > 0 && tried;
    });
    const [delivery] = await rows<{ state: string }>('SELECT state FROM delivery');
    return { delivery: delivery?.state, why: job?.lastError };
  }

  test('a file that its platform may still share is looked for, to be taken away', async () => {
    expect(await tryOnce({ uploadId: 'F1', state: 'ambiguous' })).toEqual({
      delivery: 'ambiguous',
      why: expect.stringContaining('may still be shared'),
    });
  });

  test.each([
    ['one that was brought, and not shared yet', { uploadId: 'F1', state: 'queued' }],
    ['words that stand nowhere', { uploadId: null, state: 'ambiguous' }],
  ] as const)('%s: cancelled', async (_, was) => {
    expect(await tryOnce(was)).toEqual({ delivery: 'cancelled', why: null });
  });
});
