import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import { HAND_OVER_MS, type OfferedFiles } from '../../../src/chat/offered-files.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import type { DeliveryState, Instead } from '../../../src/delivery/delivery.ts';
import { DeliverySchema } from '../../../src/delivery/delivery.schema.ts';
import { followAnswer } from '../../../src/delivery/file-question.ts';
import { openThread } from '../../../src/delivery/find-conversation.ts';
import { createOutbox } from '../../../src/delivery/outbox.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import { createLog } from '../../../src/log.ts';
import { MESSAGE_COPY } from '../../../src/relay/copy-message.ts';
import { createOfferedFiles } from '../../../src/relay/files/offered-files.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { CHAT_LINK_MS } from '../../../src/tickets/files/file-links.ts';
import { MessageFileSchema, type MessageFile } from '../../../src/tickets/files/message-file.schema.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { aStage, AT } from '../delivery/a-stage.ts';

const AT_TIME = new Date('2026-11-24T11:58:00Z');
const ANSWER = 'session-1';
const ANOTHER = 'session-2';

onEachDatabase((database) => {
  let storage: Storage;
  let offered: OfferedFiles;
  let conversationId: number;
  let messageId = 0;
  let fileId: number;
  let key: string;
  let now: number;

  beforeAll(async () => {
    storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
    const stage = aStage({
      fetchFile: ({ nativeId: name }) =>
        Promise.resolve({ name, type: 'text/plain', bytes: 2, stream: Readable.from([Buffer.from('hi')]) }),
    });
    offered = createOfferedFiles({
      storage,
      clock: { now: () => new Date(now) },
      outbox: createOutbox(new Worker(storage, createLog('silent'))),
      platforms: new Map([['stage', stage]]),
    });
    ({ id: conversationId } = await storage.unit((unit) => openThread(unit, AT)));
  });
  afterAll(() => storage.close());

  /** A file whose post stands in the one chat of this test, and asks. */
  beforeEach(async () => {
    now = Date.now();
    messageId += 1;
    fileId = await storage.unit((unit) =>
      unit.insert(MessageFileSchema, {
        ...{ messageId, position: 0, platform: 'stage', workspaceId: 'W1', nativeId: 'log.txt' },
        ...{ name: 'log.txt', type: 'text/plain', bytes: 2, isLeftOut: false, removedAt: null },
      }),
    );
    key = `message:${messageId}:${conversationId}:file:${fileId}`;
    await storage.unit((unit) =>
      unit.insert(DeliverySchema, {
        ...{ deliveryKey: key, conversationId, composer: MESSAGE_COPY, state: 'sent', nativeId: key },
        ...{ payload: { messageId, fileId, text: plain('log.txt') }, sentAt: now, createdAt: now },
        ...{ opensThread: false, visibleTo: null, position: 1, saidAt: AT_TIME, isReported: false, failure: null },
        ...{ uploadId: null, uploadedAt: null, instead: null, lostAnswers: 0, revision: 0, wantedRevision: 0 },
      }),
    );
  });

  const post = () => storage.read((reader) => reader.findOne(DeliverySchema, { where: { deliveryKey: key } }));
  const changePost = (values: object) =>
    storage.unit((unit) => unit.update(DeliverySchema, { deliveryKey: key }, values));
  const changeFile = (values: Partial<MessageFile>) =>
    storage.unit((unit) => unit.update(MessageFileSchema, { id: fileId }, values));
  /** Whether the post is to be shown anew. */
  const isEdited = async () => (await post())!.wantedRevision === 1;

  test('a file is given to who was asked where its post stands', async () => {
    const accepted = await offered.accept(key, AT, ANSWER);
    if (accepted === null || accepted === 'too late') throw new Error('It was not given.');
    const { name, stream } = await accepted.open();
    stream.destroy();
    expect(name).toBe('log.txt');
    expect(await isEdited()).toBe(false);
    await accepted.handedOver();
    expect(await isEdited()).toBe(true);
    expect(await post()).toMatchObject({ instead: 'link', state: 'sent' });
  });

  test('to nobody elsewhere: in another chat, another workspace, or on another platform', async () => {
    for (const elsewhere of [{ channelId: 'C2' }, { workspaceId: 'W2' }, { platform: 'slack' }]) {
      expect(await offered.accept(key, { ...AT, ...elsewhere }, ANSWER)).toBeNull();
      await offered.decline(key, { ...AT, ...elsewhere });
    }
    expect(await post()).toMatchObject({ uploadId: null, instead: null, wantedRevision: 0 });
  });

  test('nor in a chat where the same file was not posted', async () => {
    const { id: other } = await storage.unit((unit) => openThread(unit, { ...AT, channelId: 'C9' }));
    expect(await offered.accept(key, { ...AT, channelId: 'C9' }, ANSWER)).toBeNull();
    expect(await offered.accept(`message:${messageId}:${other}:file:${fileId}`, AT, ANSWER)).toBeNull();
  });

  test.each(['queued', 'intent', 'ambiguous', 'dead', 'cancelled', 'removing', 'removed'] satisfies DeliveryState[])(
    'nor while its post does not stand there: %s',
    async (state) => {
      await changePost({ state });
      expect(await offered.accept(key, AT, ANSWER)).toBeNull();
      await offered.decline(key, AT);
      expect(await post()).toMatchObject({ state, uploadId: null, instead: null, wantedRevision: 0 });
    },
  );

  test('nor once it was taken back, or left out; nor anything that is no file', async () => {
    for (const values of [{ removedAt: AT_TIME }, { removedAt: null, isLeftOut: true }]) {
      await changeFile(values);
      expect(await offered.accept(key, AT, ANSWER)).toBeNull();
    }
    await changeFile({ isLeftOut: false });
    const withdrawn = { payload: { messageId, fileId, text: null } };
    const words = { payload: { messageId, text: plain('log.txt') } };
    for (const values of [withdrawn, words]) {
      await changePost(values);
      expect(await offered.accept(key, AT, ANSWER)).toBeNull();
    }
    await changePost({ payload: { messageId, fileId, text: plain('log.txt') }, composer: 'left-out-note' });
    expect(await offered.accept(key, AT, ANSWER)).toBeNull();
    await changePost({ composer: MESSAGE_COPY });
    expect(await offered.accept(key, AT, ANSWER)).not.toBeNull();
  });

  test('nor where words stand already', async () => {
    for (const instead of ['link', 'gone'] satisfies Instead[]) {
      await changePost({ instead });
      expect(await offered.accept(key, AT, ANSWER)).toBeNull();
    }
  });

  test('nor when any of that has changed since it was looked at', async () => {
    const { id } = (await post())!;
    const follow = () => storage.unit((unit) => followAnswer(unit, { id }, ANSWER));
    for (const values of [{ state: 'removing' }, { state: 'sent', instead: 'link' }] as const) {
      await changePost(values);
      expect(await follow()).toBe(false);
    }
    await changePost({ instead: null });
    expect(await follow()).toBe(true);
  });

  test('of one answer that is told to several at once, one of them gives the file', async () => {
    const told = await Promise.all(Array.from({ length: 8 }, () => offered.accept(key, AT, ANSWER)));
    expect(told.filter((one) => one !== null)).toHaveLength(1);
  });

  test('of several answers at once, too', async () => {
    const told = await Promise.all(Array.from({ length: 8 }, (_, one) => offered.accept(key, AT, `session-${one}`)));
    expect(told.filter((one) => one !== null)).toHaveLength(1);
  });

  test('what was given back is given for another answer, and not for the same told again', async () => {
    const accepted = await offered.accept(key, AT, ANSWER);
    if (accepted === null || accepted === 'too late') throw new Error('It was not given.');
    expect(await offered.accept(key, AT, ANOTHER)).toBeNull();
    await accepted.giveBack();
    expect(await offered.accept(key, AT, ANSWER)).toBeNull();
    expect(await offered.accept(key, AT, ANOTHER)).not.toBeNull();
    // Whoever comes late takes it from nobody.
    await accepted.giveBack();
    expect(await offered.accept(key, AT, 'session-3')).toBeNull();
  });

  test('whoever began and never came back is waited for as long as it may take', async () => {
    await offered.accept(key, AT, ANSWER);
    const { uploadedAt } = (await post())!;
    await changePost({ uploadedAt: uploadedAt! - HAND_OVER_MS + 30_000 });
    expect(await offered.accept(key, AT, ANOTHER)).toBeNull();
    await changePost({ uploadedAt: uploadedAt! - HAND_OVER_MS - 1 });
    expect(await offered.accept(key, AT, ANOTHER)).not.toBeNull();
  });

  test('whoever declines is asked no more', async () => {
    await offered.decline(key, AT);
    expect(await isEdited()).toBe(true);
    await offered.decline(key, AT);
    expect(await isEdited()).toBe(true);
    expect(await offered.accept(key, AT, ANSWER)).toBeNull();
  });

  test('after as long as a link holds nobody is given the file: they are told once, and asked no more', async () => {
    now += CHAT_LINK_MS - 60_000;
    const accepted = await offered.accept(key, AT, ANSWER);
    expect(accepted).toMatchObject({ giveBack: expect.any(Function) as unknown });
    if (accepted !== null && accepted !== 'too late') await accepted.giveBack();
    now += 120_000;
    const told = await Promise.all([ANOTHER, ANOTHER].map((answer) => offered.accept(key, AT, answer)));
    expect(told.filter((one) => one === 'too late')).toHaveLength(1);
    expect(told).toContain(null);
    expect(await offered.accept(key, AT, 'session-3')).toBeNull();
    expect(await post()).toMatchObject({ instead: 'link' });
  });
});
