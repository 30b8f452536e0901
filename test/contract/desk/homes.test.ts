import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import type { PersonRef } from '../../../src/chat/address.ts';
import type { Card } from '../../../src/chat/card.ts';
import type { ChatPlatform } from '../../../src/chat/chat-platform.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import type { DeskDeps } from '../../../src/desk/desk-deps.ts';
import { findOwnMerchants } from '../../../src/desk/forms/asking-place.ts';
import { readAgentPart } from '../../../src/desk/home/agent-part.ts';
import { createHomeReaction } from '../../../src/desk/home/home-reaction.ts';
import { HomeSchema } from '../../../src/desk/home/home.schema.ts';
import { createHomes, SHOW_HOME_JOB } from '../../../src/desk/home/homes.ts';
import { createShowHomeHandler } from '../../../src/desk/home/show-home.ts';
import { enqueueJob, retryJob } from '../../../src/jobs/enqueue-job.ts';
import { JobSchema } from '../../../src/jobs/job.schema.ts';
import { RetryLater, type Job } from '../../../src/jobs/job.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import type { TicketEvent } from '../../../src/tickets/ticket-events.ts';
import type { Unit } from '../../../src/storage/unit.ts';
import { onEachDatabase } from '../../support/databases.ts';

const AN_HOUR_MS = 60 * 60 * 1000;
const person = (userId: string, workspaceId = 'T1'): PersonRef => ({ platform: 'slack', workspaceId, userId });
const ADA = person('U-ada');
const UNA = person('U-una');

onEachDatabase((database) => {
  let storage: Storage;
  let now: Date;
  let shown: { who: string; home: Card }[];
  /** What happens while a home is shown. */
  let meanwhile: () => Promise<void>;
  const clock = { now: () => now };
  const homes = createHomes({ enqueue: enqueueJob, retry: retryJob }, clock);
  const platform = {
    name: 'slack',
    abilities: { editsPerSecond: 1_000 },
    findStanding: () => Promise.resolve('member'),
    showHome: async ({ userId }: PersonRef, home: Card) => {
      shown.push({ who: userId, home });
      await meanwhile();
    },
  } as unknown as ChatPlatform;

  beforeAll(async () => {
    storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
  });
  beforeEach(async () => {
    now = new Date('2026-11-22T10:00:00.000Z');
    shown = [];
    meanwhile = () => Promise.resolve();
    await storage.unit(async (unit) => {
      for (const { options } of schemas) await unit.execute(`DELETE FROM ${options.name}`);
    });
  });
  afterAll(() => storage.close());

  const opened = (...people: PersonRef[]) =>
    storage.unit(async (unit) => {
      for (const one of people) await homes.opened(unit, one);
    });
  const changed = (who: PersonRef) => storage.unit((unit) => homes.changedFor(unit, who));
  const waiting = () =>
    storage.read((reader) =>
      reader.find(JobSchema, { where: { state: 'ready', kind: SHOW_HOME_JOB }, order: { id: 'ASC' } }),
    );
  const run = async (job: Job) => {
    const deps = { storage, clock, platforms: new Map([['slack', platform]]) } as unknown as DeskDeps;
    const turn = {
      unit: <T>(work: (unit: Unit) => Promise<T>) => storage.unit(work),
      hold: <T>(work: (signal: AbortSignal) => Promise<T>) => work(new AbortController().signal),
    };
    const finish = await createShowHomeHandler(deps).run(job, turn);
    await storage.unit(async (unit) => {
      await finish?.(unit);
      await unit.execute(`UPDATE job SET state = 'done', uniqueKey = NULL WHERE id = ?`, [job.id]);
    });
  };
  const runAll = async () => {
    for (const job of await waiting()) await run(job);
  };
  const homeOf = (who: PersonRef) => storage.read((reader) => reader.findOne(HomeSchema, { where: who }));

  describe('a home is shown', () => {
    test('when it is opened, with the time at which that was true', async () => {
      await opened(UNA);
      expect(await waiting()).toMatchObject([{ payload: { homeId: (await homeOf(UNA))!.id } }]);
      await runAll();
      expect(shown.map(({ who }) => who)).toEqual(['U-una']);
      expect(JSON.stringify(shown[0]!.home.blocks.at(-1))).toContain('2026-11-22 10:00 UTC');
    });

    test('once for all that changes meanwhile', async () => {
      await opened(UNA);
      for (let n = 0; n < 5; n += 1) await changed(UNA);
      await opened(UNA);
      expect(await waiting()).toHaveLength(1);
      await runAll();
      expect(shown).toHaveLength(1);
      expect(await waiting()).toEqual([]);
    });

    test('again when something changes, and only while somebody has looked at it within a day', async () => {
      await opened(UNA, ADA);
      await runAll();
      now = new Date(now.getTime() + 23 * AN_HOUR_MS);
      await opened(ADA);
      now = new Date(now.getTime() + 2 * AN_HOUR_MS);
      await runAll();
      await changed(UNA);
      await changed(ADA);
      await runAll();
      expect(shown.map(({ who }) => who)).toEqual(['U-una', 'U-ada', 'U-ada', 'U-ada']);
    });

    test('again also when it changes while it is being shown', async () => {
      await opened(UNA);
      meanwhile = () => changed(UNA);
      const [job] = await waiting();
      await expect(run(job!)).rejects.toThrow(RetryLater);
      meanwhile = () => Promise.resolve();
      await run(job!);
      expect(shown).toHaveLength(2);
      expect(await homeOf(UNA)).toMatchObject({ revision: 2, wantedRevision: 2 });
    });
  });

  describe('when the platform does not take it', () => {
    const fails = (error: Error) => (meanwhile = () => Promise.reject(error));

    test('a limit holds for all homes of the workspace, and for no other', async () => {
      await opened(UNA, ADA, person('U-tim', 'T2'));
      const [una, ada, tim] = await waiting();
      fails(new PlatformError('rate-limited', 'slow down', { retryAfterMs: 30_000 }));
      const later = await run(una!).catch((error: unknown) => error);
      expect(later).toBeInstanceOf(RetryLater);
      expect((later as RetryLater).delayMs).toBeGreaterThanOrEqual(30_000);
      meanwhile = () => Promise.resolve();
      await expect(run(ada!)).rejects.toThrow(RetryLater);
      await run(tim!);
      expect(shown.map(({ who }) => who)).toEqual(['U-una', 'U-tim']);
    });

    test('one who is gone is left in peace, what is refused is given up, anything else is tried again', async () => {
      await opened(UNA);
      const [job] = await waiting();
      fails(new PlatformError('rejected', 'too large'));
      await expect(run(job!)).rejects.toMatchObject({ name: 'GiveUp' });
      fails(new PlatformError('transient', 'later'));
      await expect(run(job!)).rejects.toMatchObject({ name: 'PlatformError' });
      fails(new PlatformError('gone', 'left'));
      await run(job!);
    });
  });

  describe('what becomes of a ticket', () => {
    const insert = (table: string, row: Readonly<Record<string, unknown>>) =>
      storage.unit((unit) =>
        unit.execute(
          `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
            .map(() => '?')
            .join(', ')})`,
          Object.values(row),
        ),
      );
    const agent = (id: number, userId: string) =>
      insert('agent', {
        id,
        name: userId,
        email: `${userId}@desk.example`,
        specialties: '[]',
        isAvailable: 1,
        platform: 'slack',
        workspaceId: 'T1',
        userId,
        createdAt: 0,
      });
    const said = (number: number, ticketId: number, side: string, authorId: string) =>
      insert('message', {
        ticketId,
        number,
        side,
        visibility: 'public',
        platform: 'slack',
        authorWorkspaceId: 'T1',
        authorId,
        channelId: 'C1',
        nativeId: `${ticketId}.${number}`,
        text: '[]',
        saidAt: 0,
        position: 0,
        createdAt: 0,
      });
    const ticket = { id: 7, assignedTo: 1 };
    const tell = async (event: object) => {
      await storage.unit((unit) => unit.execute(`DELETE FROM job`));
      await storage.unit((unit) => createHomeReaction(homes)(unit, event as TicketEvent));
      const ids = (await waiting()).map(({ payload }) => payload['homeId']);
      const rows = await storage.read((reader) => reader.find(HomeSchema, {}));
      return rows
        .filter(({ id }) => ids.includes(id))
        .map(({ userId }) => userId)
        .sort();
    };

    beforeEach(async () => {
      await opened(...['has', 'had', 'asked', 'other', 'una', 'ben', 'stranger', 'helper'].map((name) => person(name)));
      await Promise.all(['has', 'had', 'asked', 'other'].map((name, index) => agent(index + 1, name)));
      await insert('offer', { ticketId: 7, agentId: 3, round: 1, state: 'offered', offeredAt: 0 });
      await insert('offer', { ticketId: 8, agentId: 4, round: 1, state: 'offered', offeredAt: 0 });
      await said(1, 7, 'merchant', 'una');
      await said(2, 7, 'merchant', 'ben');
      await said(3, 7, 'agent', 'helper');
      await said(1, 8, 'merchant', 'stranger');
    });

    test('shows to those who take part on the merchant’s side, and to whom it is or may be', async () => {
      const theirs = ['asked', 'ben', 'has', 'una'];
      expect(await tell({ kind: 'status-changed', ticket, from: 'new' })).toEqual(theirs);
      expect(await tell({ kind: 'message-said', ticket, message: { visibility: 'public' } })).toEqual(theirs);
      expect(await tell({ kind: 'waiting-changed', ticket, waitId: 1, now: 'asking' })).toEqual(theirs);
      expect(await tell({ kind: 'assignee-changed', ticket, from: 2 })).toEqual(['asked', 'ben', 'had', 'has', 'una']);
    });

    test('also to those whose ticket was merged into it', async () => {
      await insert('ticket', {
        id: 8,
        subject: 'x',
        description: 'x',
        category: 'other',
        priority: 'normal',
        status: 'closed',
        source: 'slack',
        merchantId: 1,
        lastNumber: 1,
        mergedIntoId: 7,
        createdAt: 0,
        updatedAt: 0,
      });
      const theirs = ['asked', 'ben', 'has', 'stranger', 'una'];
      expect(await tell({ kind: 'merged', ticket: { id: 8, assignedTo: null }, into: ticket })).toEqual(theirs);
      expect(await tell({ kind: 'details-changed', ticket })).toEqual(theirs);
    });

    test('and people in a guest’s workspace are the guest’s alone, whatever they did elsewhere', async () => {
      const row = { description: 'x', category: 'other', priority: 'normal', source: 'slack', lastNumber: 1 };
      await insert('ticket', { id: 7, ...row, subject: 'x', status: 'new', merchantId: 5, createdAt: 0, updatedAt: 0 });
      await insert('installation', {
        platform: 'slack',
        workspaceId: 'T9',
        name: 'Beta',
        merchantId: 6,
        sealedToken: '',
        serial: 1,
        installedAt: 0,
      });
      const merchantsOf = async (who: PersonRef) =>
        (await storage.read((reader) => findOwnMerchants(reader, who))).map(({ scope }) => scope.merchantId);
      expect(await merchantsOf(person('una'))).toEqual([5]);
      expect(await merchantsOf(person('una', 'T9'))).toEqual([6]);
      expect(await merchantsOf(person('nobody'))).toEqual([]);
      expect(await storage.read((reader) => readAgentPart(reader, person('has')))).toMatchObject({ tickets: [] });
      expect(await storage.read((reader) => readAgentPart(reader, person('has', 'T9')))).toBeNull();
    });

    test('and what no home shows changes none', async () => {
      expect(await tell({ kind: 'message-said', ticket, message: { visibility: 'internal' } })).toEqual([]);
      expect(await tell({ kind: 'waiting-changed', ticket, waitId: 1, now: 'moved' })).toEqual([]);
      expect(await tell({ kind: 'reaction-changed', ticket })).toEqual([]);
    });
  });
});
