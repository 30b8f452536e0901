import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrations } from '../../../migrations/index.ts';
import type { PastEvent } from '../../../src/chat/channel-history.ts';
import type { ChatPlatform } from '../../../src/chat/chat-platform.ts';
import { positionOf, type MessageSaid } from '../../../src/chat/inbound-event.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { plain, visibleText } from '../../../src/chat/rich-text.ts';
import { systemClock } from '../../../src/clock.ts';
import { openThread } from '../../../src/delivery/find-conversation.ts';
import { createOutbox } from '../../../src/delivery/outbox.ts';
import { noteAllHearing } from '../../../src/desk/catching-up/note-hearing.ts';
import { OUTAGE_NOTE } from '../../../src/desk/catching-up/outage-note.ts';
import { readHearing } from '../../../src/desk/catching-up/read-hearing.ts';
import { createReadMissedHandler } from '../../../src/desk/catching-up/read-missed.ts';
import { SweepSchema } from '../../../src/desk/catching-up/sweep.schema.ts';
import { READ_MISSED_JOB, TAKE_MISSED_JOB } from '../../../src/desk/catching-up/sweep-jobs.ts';
import { SweptEventSchema } from '../../../src/desk/catching-up/swept-event.schema.ts';
import { createTakeMissedHandler } from '../../../src/desk/catching-up/take-missed.ts';
import { createComposers } from '../../../src/desk/composers.ts';
import type { DeskDeps } from '../../../src/desk/desk-deps.ts';
import { createPeople } from '../../../src/directory/people.ts';
import { NotYet } from '../../../src/errors.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import { createLog } from '../../../src/log.ts';
import { createMetrics } from '../../../src/metrics.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { createFileLinks } from '../../../src/tickets/files/file-links.ts';
import { MessageSchema } from '../../../src/tickets/message.schema.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { waitFor } from '../../support/wait-for.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

type ReadHistory = NonNullable<ChatPlatform['readHistory']>;

onEachDatabase((database) => {
  describe('catching up', () => {
    const log = createLog('silent');
    const readHistory = jest.fn<ReadHistory>();
    const findMessage = jest.fn<ChatPlatform['findMessage']>();
    let storage: Storage;
    let worker: Worker;
    let desk: DeskDeps;
    let isHearing = true;

    beforeAll(async () => {
      storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
      await storage.migrate();
      worker = new Worker(storage, log, { pollMs: 20 });
      const verbs = { readHistory, findMessage, isHearing: () => isHearing };
      const platform = { name: 'slack', abilities: { readsPerSecond: 100 }, ...verbs };
      const platforms = new Map([['slack', platform as unknown as ChatPlatform]]);
      const people = createPeople({ storage, platforms, clock: systemClock, log });
      const tickets = { clock: systemClock, record: () => Promise.resolve() };
      const shared = {
        storage,
        clock: systemClock,
        log,
        jobs: worker,
        outbox: createOutbox(worker),
        platforms,
        people,
        fileLinks: createFileLinks({ clock: systemClock, publicUrl: '', findSecrets: () => Promise.resolve([]) }),
      };
      desk = {
        ...shared,
        metrics: createMetrics(),
        tickets,
        assignment: { ...tickets, jobs: worker, outbox: shared.outbox, onAvailability: () => Promise.resolve() },
        composers: createComposers(shared),
        settings: { groupingMs: 0, reopenMs: DAY_MS },
        publicUrl: '',
        homes: {} as DeskDeps['homes'],
      };
      worker.handle(READ_MISSED_JOB, createReadMissedHandler(desk));
      worker.handle(TAKE_MISSED_JOB, createTakeMissedHandler(desk));
      await worker.start();
    });
    afterAll(async () => {
      await worker.stop();
      await storage.close();
    });
    beforeEach(async () => {
      readHistory.mockReset().mockResolvedValue({ events: [] });
      findMessage.mockReset().mockResolvedValue(null);
      await storage.unit(async (unit) => {
        for (const table of [
          'hearing',
          'outage',
          'sweep',
          'swept_event',
          'channel',
          'merchant',
          'message',
          'ticket',
          'delivery',
          'seen_event',
        ]) {
          await unit.execute(`DELETE FROM ${table}`);
        }
      });
    });

    const rows = <Row>(sql: string) => storage.read((reader) => reader.query<Row>(sql));
    const beat = () => noteAllHearing({ storage, platforms: desk.platforms, jobs: worker, log });
    const wasSilent = (ms: number) =>
      storage.unit((unit) => unit.execute('UPDATE hearing SET heardUntil = heardUntil - ?', [ms]));
    const comeBack = async (ms = 60 * MINUTE_MS) => {
      await beat();
      await wasSilent(ms);
      await beat();
    };
    const untilCaughtUp = () =>
      waitFor(async () => (await rows('SELECT 1 FROM outage WHERE caughtUpAt IS NULL')).length === 0, {
        what: 'all to be caught up on',
        timeoutMs: 20_000,
      });
    const connect = (channelId: string, merchantId: number | null, more: object = {}) =>
      storage.unit(async (unit) => {
        if (merchantId !== null) {
          await unit.execute('DELETE FROM merchant WHERE id = ?', [merchantId]);
          await unit.execute('INSERT INTO merchant (id, name, createdAt) VALUES (?, ?, 0)', [
            merchantId,
            `Merchant ${merchantId}`,
          ]);
        }
        const row = {
          id: null,
          platform: 'slack',
          workspaceId: 'T1',
          channelId,
          role: 'merchant',
          merchantId,
          mode: 'auto',
          createdAt: Date.now() - 30 * DAY_MS,
          lostAt: null,
          ...more,
        };
        const columns = Object.keys(row);
        await unit.execute(
          `INSERT INTO channel (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
          Object.values(row),
        );
      });
    const aMessage = (text: string, minutesAgo: number, more: Partial<MessageSaid> = {}): MessageSaid => {
      const at = new Date(Date.now() - minutesAgo * MINUTE_MS);
      const where = {
        platform: 'slack',
        workspaceId: 'T1',
        channelId: 'C1',
        messageId: `m-${text}`,
        userId: `U-${text}`,
      };
      return {
        kind: 'message-said',
        key: `slack:${text}`,
        ...where,
        at,
        text: plain(text),
        mentionsBot: false,
        position: positionOf(at),
        ...more,
      };
    };
    /** One channel after the other tells what stands there, as a platform that is asked to wait would. */
    const stands = (byChannel: Readonly<Record<string, readonly PastEvent[]>>) =>
      readHistory.mockImplementation(async ({ channelId }) => {
        await sleep(1_500 * Object.keys(byChannel).indexOf(channelId));
        return { events: byChannel[channelId] ?? [] };
      });
    const wordsTaken = async () => {
      const messages = await storage.read((reader) => reader.find(MessageSchema, { order: { id: 'ASC' } }));
      return messages.map(({ text }) => visibleText(text));
    };
    const sweeps = () => storage.read((reader) => reader.find(SweepSchema, { order: { id: 'ASC' } }));
    const notes = async () => {
      const payloads = await rows<{ payload: string }>(
        `SELECT payload FROM delivery WHERE composer = '${OUTAGE_NOTE}' ORDER BY id`,
      );
      const written = await Promise.all(
        payloads.map(({ payload }) => desk.composers.get(OUTAGE_NOTE)!(JSON.parse(payload) as Record<string, unknown>)),
      );
      return written.map((message) => {
        if (typeof message !== 'object' || message?.content.kind !== 'text') return null;
        return visibleText(message.content.text)
          .replace(/[\u2066-\u2069]/g, '')
          .replace(/^.* UTC\. /, '');
      });
    };

    test('the first start ever has nothing to catch up on, and neither has a quick restart', async () => {
      await connect('C1', 1);
      await beat();
      await wasSilent(3 * MINUTE_MS);
      await beat();
      expect(await rows('SELECT * FROM outage')).toEqual([]);
      expect(readHistory).not.toHaveBeenCalled();
    });

    test('while nothing reaches us, nothing says that it does: what follows is an outage, and ends when we hear again', async () => {
      await connect('C1', 1);
      await beat();
      await wasSilent(10 * MINUTE_MS);
      isHearing = false;
      await beat();
      expect(await rows('SELECT * FROM outage')).toEqual([]);
      const { silentSeconds } = await readHearing(desk);
      expect(silentSeconds['slack']).toBeGreaterThanOrEqual(600);
      isHearing = true;
      await beat();
      expect(await rows('SELECT * FROM outage')).toHaveLength(1);
      await untilCaughtUp();
      expect(await readHearing(desk)).toEqual({ silentSeconds: { slack: expect.any(Number) }, unreadChannels: 0 });
    });

    test('replicas that come back at once see one outage', async () => {
      await connect('C1', 1);
      await beat();
      await wasSilent(60 * MINUTE_MS);
      await Promise.all([beat(), beat(), beat()]);
      expect(await rows('SELECT * FROM outage')).toHaveLength(1);
      await untilCaughtUp();
      expect(readHistory).toHaveBeenCalledTimes(1);
    });

    test('only channels in which somebody is heard are read, each from when it was connected on', async () => {
      const connectedAt = Date.now() - 10 * MINUTE_MS;
      await connect('C1', 1);
      await connect('C2', 2, { createdAt: connectedAt });
      await connect('C-digest', null, { role: 'digest' });
      await connect('C-lost', 3, { lostAt: Date.now() - DAY_MS });
      await comeBack();
      await untilCaughtUp();
      const asked = readHistory.mock.calls.map(([{ channelId }, { since }]) => [
        channelId,
        since.getTime() === connectedAt,
      ]);
      expect(asked.sort()).toEqual([
        ['C1', false],
        ['C2', true],
      ]);
    });

    test('what was said in several channels is taken in one order, once, and not what is too old to know', async () => {
      await connect('C1', 1);
      await connect('C2', 2);
      const elsewhere = { channelId: 'C2' };
      stands({
        C1: [aMessage('third', 10), aMessage('first', 30), aMessage('ancient', 8 * 24 * 60)],
        C2: [aMessage('fourth', 5, elsewhere), aMessage('second', 20, elsewhere)],
      });
      await comeBack();
      await untilCaughtUp();
      expect(await wordsTaken()).toEqual(['first', 'second', 'third', 'fourth']);
      await wasSilent(60 * MINUTE_MS);
      await beat();
      await untilCaughtUp();
      expect(await wordsTaken()).toHaveLength(4);
      expect((await sweeps()).map(({ taken }) => taken)).toEqual([2, 2, 0, 0]);
    });

    test('what was read of a channel goes nowhere once that is connected anew, perhaps as another merchant’s', async () => {
      await connect('C1', 1);
      await connect('C2', 2);
      readHistory.mockImplementation(async ({ channelId }) => {
        if (channelId === 'C1') return { events: [aMessage('for the first merchant', 5)] };
        const isRead = () => rows(`SELECT 1 FROM sweep WHERE state = 'read'`);
        await waitFor(async () => (await isRead()).length > 0, { what: 'C1 to be read', timeoutMs: 10_000 });
        await storage.unit((unit) => unit.execute(`DELETE FROM channel WHERE channelId = 'C1'`));
        await connect('C1', 3);
        return { events: [] };
      });
      await comeBack();
      await untilCaughtUp();
      expect(await wordsTaken()).toEqual([]);
    });

    test('each desk is told of its own merchants’ channels alone', async () => {
      await connect('C1', 1);
      await connect('C2', 2);
      await connect('C-desk', null, { role: 'desk' });
      await connect('C-own-desk', 2, { role: 'desk' });
      stands({ C1: [aMessage('one', 3), aMessage('two', 2)], C2: [aMessage('three', 1, { channelId: 'C2' })] });
      await comeBack();
      await untilCaughtUp();
      expect(await notes()).toEqual(['Caught up: 2 messages from 1 channel.', 'Caught up: 1 message from 1 channel.']);
    });

    test('what cannot be taken is left aside and told, and the rest does not wait for it', async () => {
      await connect('C1', 1);
      await connect('C-desk', null, { role: 'desk' });
      const poison = aMessage('poison', 5);
      stands({ C1: [poison, aMessage('after it', 1)] });
      const record = jest.spyOn(desk.tickets, 'record').mockImplementation(async (unit) => {
        const [poisoned] = await unit.query(`SELECT 1 FROM message WHERE nativeId = 'm-poison'`);
        if (poisoned) throw new Error('cannot be digested');
      });
      await beat();
      await wasSilent(60 * MINUTE_MS);
      await beat();
      await waitFor(async () => (await rows('SELECT 1 FROM swept_event WHERE tries > 0')).length > 0, {
        what: 'a try',
        timeoutMs: 10_000,
      });
      await storage.unit((unit) => unit.update(SweptEventSchema, { eventKey: poison.key }, { tries: 5 }));
      await untilCaughtUp();
      record.mockRestore();
      expect(await wordsTaken()).toEqual(['after it']);
      expect(await notes()).toEqual([
        expect.stringContaining('Caught up: 1 message from 1 channel. 1 message could not be taken'),
      ]);
    });

    test('what waits for a post of ours is tried for longer; a reaction that has to is let go', async () => {
      await connect('C1', 1);
      const { key, at, messageId } = aMessage('reaction', 2);
      const where = { platform: 'slack', workspaceId: 'T1', channelId: 'C1' };
      const by = { userId: 'U-una', emoji: 'eyes', revision: 1 };
      const reaction: PastEvent = {
        kind: 'reaction-added',
        key,
        at,
        messageId,
        ...where,
        ...by,
      };
      stands({ C1: [aMessage('early', 5), reaction, aMessage('after it', 1)] });
      let isComing = true;
      const record = jest.spyOn(desk.tickets, 'record').mockImplementation(async (unit) => {
        const [early] = await unit.query(`SELECT 1 FROM message WHERE nativeId = 'm-early'`);
        if (early && isComing) throw new NotYet('A thread is being opened.');
      });
      await storage.unit(async (unit) => {
        const conversation = await openThread(unit, { ...where, threadId: '1' });
        await desk.outbox.post(unit, { key: 'coming', conversation, composer: 'words', payload: {} });
        await unit.execute(`UPDATE delivery SET state = 'intent', intentAt = ${unit.dialect.nowMs}`);
      });
      await comeBack();
      const tries = async () =>
        (await rows<{ tries: number }>('SELECT tries FROM swept_event WHERE tries > 0'))[0]?.tries;
      const next = () =>
        storage.unit(async (unit) => {
          await unit.execute(`UPDATE job SET runAt = 0 WHERE kind = '${TAKE_MISSED_JOB}' AND state <> 'done'`);
          await unit.execute('UPDATE lane SET wakeAt = 1 WHERE wakeAt IS NOT NULL AND token = 0');
        });
      await waitFor(tries, { what: 'a try' });
      await storage.unit((unit) => unit.update(SweptEventSchema, { eventKey: 'slack:early' }, { tries: 50 }));
      await next();
      await waitFor(async () => (await tries()) === 51, { what: 'one more' });
      isComing = false;
      await next();
      await untilCaughtUp();
      record.mockRestore();
      expect(await wordsTaken()).toEqual(['early', 'after it']);
      expect(await rows('SELECT 1 FROM swept_event')).toEqual([]);
    });

    test('a limit uses up no try and holds the whole workspace; a silent platform is given up after some', async () => {
      await connect('C1', 1);
      await connect('C-desk', null, { role: 'desk' });
      const limited = new PlatformError('rate-limited', 'ratelimited', { retryAfterMs: 300 });
      readHistory.mockRejectedValueOnce(limited).mockRejectedValueOnce(limited);
      await comeBack();
      await untilCaughtUp();
      const jobs = await rows<{ attempts: number; state: string }>(
        `SELECT attempts, state FROM job WHERE kind = '${READ_MISSED_JOB}'`,
      );
      expect(jobs.slice(-2)).toEqual([
        { attempts: 0, state: 'done' },
        { attempts: 0, state: 'done' },
      ]);

      readHistory.mockImplementation(({ channelId }) =>
        channelId === 'C1'
          ? Promise.reject(new PlatformError('unauthorized', 'token_revoked'))
          : Promise.resolve({ events: [] }),
      );
      await wasSilent(60 * MINUTE_MS);
      await beat();
      await untilCaughtUp();
      expect((await sweeps()).slice(-2).map(({ state, failure }) => [state, failure])).toEqual([
        ['failed', 'unauthorized'],
        ['read', null],
      ]);
      expect(await notes()).toEqual([
        expect.stringContaining('Could not read Merchant 1’s channel: Switchboard may not read there'),
      ]);
    });

    test('a message that seems to be gone is looked for once more before it is taken back', async () => {
      await connect('C1', 1);
      const words = ['stays', 'was out of sight', 'was taken back'].map((text) => aMessage(text, 10));
      stands({ C1: words });
      await comeBack();
      await untilCaughtUp();
      stands({ C1: words.slice(0, 1) });
      findMessage.mockImplementation(({ messageId }) =>
        Promise.resolve(messageId === words[1]!.messageId ? words[1]! : null),
      );
      await wasSilent(60 * MINUTE_MS);
      await beat();
      await untilCaughtUp();
      const messages = await storage.read((reader) => reader.find(MessageSchema, { order: { id: 'ASC' } }));
      expect(messages.map(({ deletedAt }) => deletedAt !== null)).toEqual([false, false, true]);
      expect(findMessage).toHaveBeenCalledTimes(2);
    });
  });
});
