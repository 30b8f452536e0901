import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { createPostHandler } from '../../../src/delivery/deliver.ts';
import { DeliverySchema } from '../../../src/delivery/delivery.schema.ts';
import type { Delivery } from '../../../src/delivery/delivery.ts';
import { openThread } from '../../../src/delivery/find-conversation.ts';
import { createOutbox, POST_JOB } from '../../../src/delivery/outbox.ts';
import { retryDelivery } from '../../../src/delivery/retry-delivery.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import { createLog } from '../../../src/log.ts';
import { createMetrics } from '../../../src/metrics.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { waitFor } from '../../support/wait-for.ts';
import { aStage, AT } from './a-stage.ts';

const REF = { ...AT, messageId: '2' };

onEachDatabase((database) => {
  let storage: Storage;
  let worker: Worker;
  let done: string[];
  let reported: Pick<Delivery, 'state' | 'failure'>[];
  let isGone: boolean;

  beforeEach(async () => {
    storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
    worker = new Worker(storage, createLog('silent'), { leaseMs: 5_000 });
    [done, reported, isGone] = [[], [], true];
    const stage = aStage({
      post: () => {
        done.push('post');
        return Promise.reject(new PlatformError('ambiguous', 'the answer was lost'));
      },
      findDelivered: () => {
        done.push('read back');
        return isGone ? Promise.reject(new PlatformError('gone', 'not_in_channel')) : Promise.resolve(REF);
      },
    });
    const deps = {
      storage,
      platforms: new Map([['stage', stage]]),
      composers: new Map([
        ['words', () => Promise.resolve({ content: { kind: 'text', text: plain('Hello') } } as const)],
      ]),
      metrics: createMetrics(),
      report: (_unit: unknown, { state, failure }: Delivery) => {
        reported.push({ state, failure });
        return Promise.resolve();
      },
    };
    worker.handle(POST_JOB, createPostHandler(deps));
    await storage.unit(async (unit) => {
      const conversation = await openThread(unit, AT);
      await createOutbox(worker).post(unit, { key: 'hello', conversation, composer: 'words', payload: {} });
    });
    await worker.start();
  });
  afterEach(async () => {
    await worker.stop();
    await storage.close();
  });

  const untilReported = (count: number) =>
    waitFor(() => Promise.resolve(reported.length >= count), { what: `${count} reports` });

  test('a channel that is lost before a post could be looked for is told as the reason', async () => {
    await untilReported(1);
    expect(done).toEqual(['post', 'read back']);
    expect(reported).toEqual([{ state: 'dead', failure: 'gone' }]);
  });

  test('what may stand there is looked for before it is posted again, also when a person retries', async () => {
    await untilReported(1);
    isGone = false;
    const [delivery] = await storage.read((reader) => reader.find(DeliverySchema, {}));
    expect(await storage.unit((unit) => retryDelivery(worker, unit, delivery!))).toBe(true);
    await untilReported(2);
    expect(done).toEqual(['post', 'read back', 'read back']);
    expect(reported[1]).toMatchObject({ state: 'sent' });
  });
});
