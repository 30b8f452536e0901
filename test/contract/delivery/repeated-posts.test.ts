import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import type { OutgoingContent } from '../../../src/chat/message.ts';
import { PlatformError, type PlatformErrorKind } from '../../../src/chat/platform-error.ts';
import { plain, visibleText } from '../../../src/chat/rich-text.ts';
import { createPostHandler } from '../../../src/delivery/deliver.ts';
import { DeliverySchema } from '../../../src/delivery/delivery.schema.ts';
import type { Delivery } from '../../../src/delivery/delivery.ts';
import { createEditHandler } from '../../../src/delivery/edit-post.ts';
import { openThread } from '../../../src/delivery/find-conversation.ts';
import { createOutbox, EDIT_JOB, POST_JOB } from '../../../src/delivery/outbox.ts';
import { SENT_AGAIN } from '../../../src/delivery/repeat-post.ts';
import { retryDelivery } from '../../../src/delivery/retry-delivery.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import { createLog } from '../../../src/log.ts';
import { createMetrics, type Metrics } from '../../../src/metrics.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { waitFor } from '../../support/wait-for.ts';
import { ABILITIES, aStage, AT } from './a-stage.ts';

const AGAIN = `Hello\n${SENT_AGAIN}`;

const wordsOf = (content: OutgoingContent): string => {
  if (content.kind === 'text') return visibleText(content.text);
  if (content.kind === 'file') return content.file.name;
  return content.card.blocks
    .map((block) => (block.kind === 'title' || block.kind === 'note' ? block.text : ''))
    .join('\n');
};

onEachDatabase((database) => {
  let storage: Storage;
  let worker: Worker;
  let metrics: Metrics;
  /** What was posted, and what was edited into it. */
  let seen: string[];
  let reported: string[];
  /** How the next posts end. */
  let ends: PlatformErrorKind[];
  let content: OutgoingContent;

  beforeEach(async () => {
    storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
    metrics = createMetrics();
    worker = new Worker(storage, createLog('silent'), { pollMs: 20 });
    [seen, reported, ends] = [[], [], []];
    content = { kind: 'text', text: plain('Hello') };
    const stage = aStage({
      abilities: { ...ABILITIES, readsBack: false, requestTimeoutMs: 100 },
      post: (_, message) => {
        seen.push(wordsOf(message.content));
        const end = ends.shift();
        return end ? Promise.reject(new PlatformError(end, 'played')) : Promise.resolve({ ...AT, messageId: '2' });
      },
      edit: (_, message) => Promise.resolve(void seen.push(`edited: ${wordsOf(message.content)}`)),
    });
    const deps = {
      storage,
      jobs: worker,
      platforms: new Map([['stage', stage]]),
      composers: new Map([['words', () => Promise.resolve({ content })]]),
      metrics,
      report: (_: unknown, { state, failure }: Delivery) => Promise.resolve(void reported.push(`${state} ${failure}`)),
    };
    worker.handle(POST_JOB, createPostHandler(deps));
    worker.handle(EDIT_JOB, createEditHandler(deps));
    await storage.unit(async (unit) => {
      const conversation = await openThread(unit, AT);
      await createOutbox(worker).post(unit, { key: 'hello', conversation, composer: 'words', payload: {} });
    });
  });
  afterEach(async () => {
    await worker.stop();
    await storage.close();
  });

  const delivery = async () => (await storage.read((reader) => reader.find(DeliverySchema, {})))[0]!;
  const until = (state: string) =>
    waitFor(async () => (await delivery()).state === state, { what: `the post to be ${state}` });
  const repeats = async () => /outcome="repeated"\} (\d+)/.exec(await metrics.text())?.[1] ?? '0';
  /** As a process leaves it that dies between its intent and the answer. */
  const interrupt = (lostAnswers: number) =>
    storage.unit((unit) =>
      unit.execute(`UPDATE delivery SET state = 'intent', intentAt = ${unit.dialect.nowMs} - 1000, lostAnswers = ?`, [
        lostAnswers,
      ]),
    );

  test('a post whose answer was lost is sent once more and says so, also when it is edited', async () => {
    ends = ['ambiguous'];
    await worker.start();
    await until('sent');
    expect(seen).toEqual(['Hello', AGAIN]);
    expect(await repeats()).toBe('1');
    content = { kind: 'text', text: plain('Hallo') };
    await storage.unit((unit) => createOutbox(worker, { coalesceMs: 0 }).refresh(unit, 'hello'));
    await waitFor(() => seen.length === 3);
    expect(seen[2]).toBe(`edited: Hallo\n${SENT_AGAIN}`);
  });

  test('a card says so in a note', async () => {
    content = { kind: 'card', card: { blocks: [{ kind: 'title', text: 'Hello' }] }, summary: 'Hello' };
    ends = ['ambiguous'];
    await worker.start();
    await until('sent');
    expect(seen).toEqual(['Hello', AGAIN]);
  });

  test('a repeat that is lost, too, is given up and told; a person may have it sent again', async () => {
    ends = ['ambiguous', 'ambiguous'];
    await worker.start();
    await until('dead');
    expect(seen).toEqual(['Hello', AGAIN]);
    expect(reported).toEqual(['dead ambiguous']);
    expect(await repeats()).toBe('1');
    const dead = await delivery();
    expect(await storage.unit((unit) => retryDelivery(worker, unit, dead))).toBe(true);
    await until('sent');
    expect(seen).toEqual(['Hello', AGAIN, AGAIN]);
  });

  test('a process that died after its intent may have sent it', async () => {
    await interrupt(0);
    await worker.start();
    await until('sent');
    expect(seen).toEqual([AGAIN]);
  });

  test('one that died while it repeated a post: no third copy', async () => {
    await interrupt(1);
    await worker.start();
    await until('dead');
    expect(seen).toEqual([]);
    expect(reported).toEqual(['dead ambiguous']);
  });

  test('a repeat that has to wait stays one', async () => {
    ends = ['ambiguous', 'rate-limited', 'transient'];
    await worker.start();
    await until('sent');
    expect(seen).toEqual(['Hello', AGAIN, AGAIN, AGAIN]);
    expect(await repeats()).toBe('1');
  });

  test('what was certainly not done is sent as if for the first time', async () => {
    ends = ['transient', 'rate-limited'];
    await worker.start();
    await until('sent');
    expect(seen).toEqual(['Hello', 'Hello', 'Hello']);
    expect(await repeats()).toBe('0');
  });
});
