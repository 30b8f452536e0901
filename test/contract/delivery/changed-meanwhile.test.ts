import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import type { ChatPlatform } from '../../../src/chat/chat-platform.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import { plain, visibleText } from '../../../src/chat/rich-text.ts';
import { WITHDRAWN, type Composer } from '../../../src/delivery/compose.ts';
import { createPostHandler } from '../../../src/delivery/deliver.ts';
import { createEditHandler } from '../../../src/delivery/edit-post.ts';
import { openThread } from '../../../src/delivery/find-conversation.ts';
import { recordReceipt } from '../../../src/delivery/mark-delivery.ts';
import { createOutbox, EDIT_JOB, POST_JOB, type Outbox } from '../../../src/delivery/outbox.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import { createLog } from '../../../src/log.ts';
import { createMetrics } from '../../../src/metrics.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { waitFor } from '../../support/wait-for.ts';
import { ABILITIES, aStage, AT } from './a-stage.ts';

const KEY = 'hello';

/** What happens between two steps of a delivery. */
type Meanwhile = () => Promise<unknown>;

onEachDatabase((database) => {
  let storage: Storage;
  let worker: Worker;
  let outbox: Outbox;
  /** What was done with the platform, in order. */
  let done: string[];
  /** What stands there, by native id. */
  let standing: Map<string, string>;
  let meanwhile: Partial<Record<'compose' | 'post' | 'edit' | 'remove', Meanwhile>>;

  beforeEach(async () => {
    storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
    worker = new Worker(storage, createLog('silent'), { leaseMs: 5_000 });
    outbox = createOutbox(worker);
    done = [];
    standing = new Map();
    meanwhile = {};
    const platforms = new Map([['stage', createStage()]]);
    const deps = {
      storage,
      platforms,
      composers: new Map([['words', compose]]),
      metrics: createMetrics(),
      jobs: worker,
      report: () => Promise.resolve(),
    };
    worker.handle(POST_JOB, createPostHandler(deps));
    worker.handle(EDIT_JOB, createEditHandler(deps));
    await worker.start();
  });
  afterEach(async () => {
    await worker.stop();
    await storage.close();
  });

  /** Each thing happens once. */
  const happen = async (step: keyof typeof meanwhile) => {
    const what = meanwhile[step];
    meanwhile = { ...meanwhile, [step]: undefined };
    await what?.();
  };

  const compose: Composer = async (payload) => {
    const { text } = payload as { text: string | null };
    await happen('compose');
    return text === null ? WITHDRAWN : { content: { kind: 'text', text: plain(text) } };
  };
  const wordsOf = ({ content }: OutgoingMessage) => (content.kind === 'text' ? visibleText(content.text) : '');

  function createStage(): ChatPlatform {
    let count = 0;
    return aStage({
      // Nothing is lost here: a post that a busy machine lets wait is not looked for.
      abilities: { ...ABILITIES, requestTimeoutMs: 20_000 },
      async post(to, message) {
        const messageId = `post-${(count += 1)}`;
        done.push(`post ${wordsOf(message)}`);
        standing.set(messageId, wordsOf(message));
        await happen('post');
        return { ...to, messageId };
      },
      async edit({ messageId }, message) {
        done.push(`edit ${wordsOf(message)}`);
        standing.set(messageId, wordsOf(message));
        await happen('edit');
      },
      async remove({ messageId }) {
        done.push('remove');
        standing.delete(messageId);
        await happen('remove');
      },
    });
  }

  const post = (text: string | null) =>
    storage.unit(async (unit) => {
      const conversation = await openThread(unit, AT);
      await outbox.post(unit, { key: KEY, conversation, composer: 'words', payload: { text } });
    });
  const revise = (text: string | null) => storage.unit((unit) => outbox.revise(unit, KEY, { text }));
  const settled = async () => {
    const idle = async () => {
      const left = await storage.read((reader) => reader.query(`SELECT 1 FROM job WHERE state = 'ready'`));
      return left.length === 0;
    };
    await waitFor(idle, { what: 'no job to be left' });
    return [...standing.values()];
  };

  test('what changes while a post is composed is folded in', async () => {
    meanwhile = { compose: () => revise('new') };
    await post('old');
    expect(await settled()).toEqual(['new']);
    expect(done).toEqual(['post new']);
  });

  test('what is withdrawn then is not posted', async () => {
    meanwhile = { compose: () => revise(null) };
    await post('old');
    expect(await settled()).toEqual([]);
    expect(done).toEqual([]);
  });

  test('what is wanted again then is not cancelled', async () => {
    meanwhile = { compose: () => revise('new') };
    await post(null);
    expect(await settled()).toEqual(['new']);
  });

  test('what changes while it is posted or edited is repeated after that', async () => {
    meanwhile = { post: () => revise('second'), edit: () => revise('third') };
    await post('first');
    expect(await settled()).toEqual(['third']);
    expect(done).toEqual(['post first', 'edit second', 'edit third']);
  });

  test('what is withdrawn while it is posted is taken away after that', async () => {
    meanwhile = { post: () => revise(null) };
    await post('first');
    expect(await settled()).toEqual([]);
    expect(done).toEqual(['post first', 'remove']);
  });

  test('what is wanted again while it is taken away is posted anew', async () => {
    await post('first');
    await settled();
    meanwhile = { remove: () => revise('again') };
    await revise(null);
    expect(await settled()).toEqual(['again']);
    expect(done).toEqual(['post first', 'remove', 'post again']);
  });

  test('to and fro: in the end one copy, or none', async () => {
    await post('first');
    for (const text of ['second', null, 'third', null, null, 'fourth']) await revise(text);
    expect(await settled()).toEqual(['fourth']);
    for (const text of ['fifth', null]) await revise(text);
    expect(await settled()).toEqual([]);
    await revise('sixth');
    expect(await settled()).toEqual(['sixth']);
  });

  test('the receipt of a post that was taken away is none for the one that follows it', async () => {
    await post('first');
    await settled();
    await revise(null);
    await settled();
    const tell = () => storage.unit((unit) => recordReceipt(unit, { deliveryKey: KEY, messageId: 'post-1' }));
    meanwhile = { post: tell };
    await revise('again');
    expect(await settled()).toEqual(['again']);
    await revise(null);
    expect(await settled()).toEqual([]);
  });
});
