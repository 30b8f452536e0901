import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import type { ChatPlatform, PlatformAbilities } from '../../../src/chat/chat-platform.ts';
import { plain } from '../../../src/chat/rich-text.ts';
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
import { ABILITIES, aStage, AT, onStage } from './a-stage.ts';

/** Longer than a request may wait to begin. */
const FROZEN_MS = 200;

/** A platform that remembers what was done with it, in order. */
function createStage(done: string[], standsThere: () => boolean, its: Partial<PlatformAbilities>): ChatPlatform {
  const ref = { ...AT, messageId: '2' };
  return aStage({
    abilities: { ...ABILITIES, ...its },
    post: (_, { content }) => {
      done.push(content.kind === 'text' && content.text.length > 1 ? 'post with a label' : 'post');
      return Promise.resolve(ref);
    },
    findDelivered: () => {
      done.push('read back');
      return Promise.resolve(standsThere() ? ref : null);
    },
  });
}

/** The event loop stands still once, right after the intent was committed: as when a machine is suspended. */
function freezingOnce(storage: Storage, forMs: number): Storage {
  let isFrozen = false;
  return {
    ...storage,
    async unit(work) {
      const { result, announces } = await storage.unit(async (unit) => {
        const outcome = await work(unit);
        const [intent] = await unit.query(`SELECT 1 FROM delivery WHERE state = 'intent'`);
        return { result: outcome, announces: intent !== undefined };
      });
      if (announces && !isFrozen) {
        isFrozen = true;
        const until = performance.now() + forMs;
        while (performance.now() < until);
      }
      return result;
    },
  };
}

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

  const postOnce = async (
    seen: Storage,
    standsThere: () => boolean,
    its: Partial<PlatformAbilities> = {},
  ): Promise<string[]> => {
    const done: string[] = [];
    worker = new Worker(seen, createLog('silent'), { leaseMs: 5_000 });
    const words = () => Promise.resolve({ content: { kind: 'text', text: plain('Hello') } } as const);
    const deps = onStage(seen, createStage(done, standsThere, its), words);
    worker.handle(POST_JOB, createPostHandler(deps));
    const outbox = createOutbox(worker);
    await storage.unit(async (unit) => {
      const conversation = await openThread(unit, AT);
      await outbox.post(unit, { key: 'hello', conversation, composer: 'words', payload: {} });
    });
    await worker.start();
    const isSent = async () => {
      const rows = await storage.read((reader) => reader.query(`SELECT 1 FROM delivery WHERE state = 'sent'`));
      return rows.length === 1;
    };
    await waitFor(isSent, { what: 'the post to be sent' });
    return done;
  };

  test('a process that goes on at once posts at once', async () => {
    // A quarter of it, which no busy machine takes from a process.
    const its = { requestTimeoutMs: 20_000 };
    expect(await postOnce(storage, () => false, its)).toEqual(['post']);
  });

  test('one that stood still after its intent reads back before it sends', async () => {
    expect(await postOnce(freezingOnce(storage, FROZEN_MS), () => false)).toEqual(['read back', 'post']);
  });

  test('where nobody can look, it knows that it has sent nothing', async () => {
    expect(await postOnce(freezingOnce(storage, FROZEN_MS), () => false, { readsBack: false })).toEqual(['post']);
  });

  test('and does not send what another one has sent meanwhile', async () => {
    expect(await postOnce(freezingOnce(storage, FROZEN_MS), () => true)).toEqual(['read back']);
  });
});
