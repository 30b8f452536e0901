import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import { plain, visibleText } from '../../../src/chat/rich-text.ts';
import { DeliverySchema } from '../../../src/delivery/delivery.schema.ts';
import { openThread } from '../../../src/delivery/find-conversation.ts';
import { createOutbox } from '../../../src/delivery/outbox.ts';
import type { People } from '../../../src/directory/people.ts';
import type { Job, Turn } from '../../../src/jobs/job.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import { createLog } from '../../../src/log.ts';
import { createEmojiNoteComposer } from '../../../src/relay/emojis/compose-emoji-note.ts';
import { createEmojiHandler } from '../../../src/relay/emojis/show-emoji.ts';
import { SideSchema } from '../../../src/relay/side.schema.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { MessageSchema } from '../../../src/tickets/message.schema.ts';
import { ReactionSchema } from '../../../src/tickets/reaction.schema.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { ABILITIES, aStage, AT } from '../delivery/a-stage.ts';

const SAID_AT = new Date('2026-11-24T11:58:00Z');

onEachDatabase((database) => {
  let storage: Storage;
  let messageId: number;
  /** What was asked of the platform. */
  let asked: string[];

  beforeEach(async () => {
    storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
    asked = [];
    messageId = await storage.unit(async (unit) => {
      const { id: conversationId } = await openThread(unit, AT);
      await unit.insert(SideSchema, { ticketId: 1, role: 'merchant', conversationId });
      const id = await unit.insert(MessageSchema, {
        ...{ ticketId: 1, number: 1, side: 'merchant', visibility: 'public', agentId: null },
        ...{ authorWorkspaceId: 'W1', authorId: 'U1', platform: AT.platform, channelId: AT.channelId, nativeId: '1' },
        ...{ text: plain('The payout is wrong'), saidAt: SAID_AT, position: 1, createdAt: SAID_AT, deletedAt: null },
      });
      const who = { platform: 'slack', workspaceId: 'T1', userId: 'U2' };
      await unit.insert(ReactionSchema, { messageId: id, side: 'agent', ...who, emoji: '👀', isOn: true, revision: 1 });
      return id;
    });
  });
  afterEach(() => storage.close());

  /** Runs the job once, on a platform that reacts or does not. */
  async function bring(reacts: boolean): Promise<void> {
    const stage = aStage({
      abilities: { ...ABILITIES, reacts },
      react: (_, emoji, isOn) => Promise.resolve(void asked.push(`${emoji} ${isOn ? 'on' : 'off'}`)),
    });
    const outbox = createOutbox(new Worker(storage, createLog('silent')));
    const handler = createEmojiHandler({ storage, platforms: new Map([['stage', stage]]), outbox });
    const job = { payload: { messageId, side: 'agent', emoji: '👀' } } as unknown as Job;
    const finish = await handler.run(job, undefined as unknown as Turn);
    await storage.unit((unit) => finish!(unit));
  }

  const takeOff = () => storage.unit((unit) => unit.update(ReactionSchema, { messageId }, { isOn: false }));

  /** The notes that stand in the thread, or are about to. */
  async function notes(): Promise<unknown[]> {
    const people = { find: () => Promise.resolve({ name: 'Bo' }) } as unknown as People;
    const compose = createEmojiNoteComposer({ storage, people });
    const posts = await storage.read((reader) => reader.find(DeliverySchema, {}));
    const composed = await Promise.all(posts.map(({ payload }) => compose(payload)));
    return composed.map((note) =>
      typeof note === 'object' && note?.content.kind === 'text' ? visibleText(note.content.text) : note,
    );
  }

  test('where our bot can react, it does, and says nothing', async () => {
    await bring(true);
    expect(asked).toEqual(['👀 on']);
    expect(await notes()).toEqual([]);
  });

  test('where it cannot, a note says it, which goes with the reaction', async () => {
    await bring(false);
    expect(asked).toEqual([]);
    expect(await notes()).toEqual(['Bo reacted with 👀 to “The payout is wrong”']);
    await bring(false);
    expect(await notes()).toHaveLength(1);
    await takeOff();
    await bring(false);
    expect(await notes()).toEqual(['withdrawn']);
    expect(asked).toEqual([]);
  });
});
