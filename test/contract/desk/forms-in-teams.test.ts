import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import { activitySchema } from '../../../adapters/teams/activity.ts';
import { createForms } from '../../../adapters/teams/forms/forms.ts';
import { createSeal } from '../../../adapters/teams/forms/seal.ts';
import { takeActivity, type Spoken } from '../../../adapters/teams/receiving/take-activity.ts';
import { createTenants } from '../../../adapters/teams/receiving/tenants.ts';
import { AgentSchema } from '../../../src/assignment/agents/agent.schema.ts';
import { systemClock } from '../../../src/clock.ts';
import { createOutbox } from '../../../src/delivery/outbox.ts';
import { createComposers } from '../../../src/desk/composers.ts';
import type { DeskDeps } from '../../../src/desk/desk-deps.ts';
import { createReceive } from '../../../src/desk/receive.ts';
import { ChannelSchema } from '../../../src/directory/channel.schema.ts';
import { MerchantSchema } from '../../../src/directory/merchant.schema.ts';
import { createPeople } from '../../../src/directory/people.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import { createLog } from '../../../src/log.ts';
import { createMetrics } from '../../../src/metrics.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { createFileLinks } from '../../../src/tickets/files/file-links.ts';
import { MessageSchema } from '../../../src/tickets/message.schema.ts';
import { TicketSchema } from '../../../src/tickets/ticket.schema.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { keepInMemory, NO_FILES, NOBODY_JOINED } from '../../support/teams-stand-in/keep-in-memory.ts';

const HOME = { platform: 'teams', workspaceId: 'home' } as const;
const ACME = '19:acme@thread.tacv2';
const BETA = '19:beta@thread.tacv2';
const UNA = { id: '29:una', name: 'Una Berg' };
const ADA = { id: '29:ada', name: 'Ada Obi' };
const BOT = { id: '28:bot', name: 'Switchboard' };
const NOW = new Date('2026-11-24T12:00:00Z');

/** What a dialog shows. */
interface Task {
  readonly type: 'continue' | 'message';
  readonly value: {
    readonly card: { readonly content: { readonly body: readonly object[]; readonly actions: readonly Button[] } };
  };
}
interface Button {
  readonly data: object;
}

/** From what Teams tells to what is written down, and back to what its dialogs show: everything but the way between. */
onEachDatabase((database) => {
  describe('forms in Teams', () => {
    const log = createLog('silent');
    const forms = createForms(createSeal('hush'));
    const replies: Spoken[] = [];
    let storage: Storage;
    let receive: ReturnType<typeof createReceive>;
    let count = 0;

    beforeAll(async () => {
      storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
      await storage.migrate();
      // It is never started: nothing leaves.
      const worker = new Worker(storage, log);
      const platforms = new Map();
      const tickets = { clock: systemClock, record: () => Promise.resolve() };
      const shared = {
        storage,
        clock: systemClock,
        log,
        jobs: worker,
        outbox: createOutbox(worker),
        platforms,
        people: createPeople({ storage, platforms, clock: systemClock, log }),
        fileLinks: createFileLinks({ clock: systemClock, publicUrl: '', findSecrets: () => Promise.resolve([]) }),
      };
      receive = createReceive({
        ...shared,
        metrics: createMetrics(),
        tickets,
        assignment: { ...tickets, jobs: worker, outbox: shared.outbox, onAvailability: () => Promise.resolve() },
        composers: createComposers(shared),
        settings: { groupingMs: 0, reopenMs: 0 },
        publicUrl: '',
        homes: {} as DeskDeps['homes'],
      });
      await storage.unit(async (unit) => {
        const channel = {
          ...HOME,
          role: 'merchant',
          mode: 'auto',
          lostAt: null,
          foundAt: null,
          createdAt: NOW,
        } as const;
        for (const [name, channelId] of [
          ['Acme', ACME],
          ['Beta', BETA],
        ] as const) {
          const merchantId = await unit.insert(MerchantSchema, { name, createdAt: NOW });
          await unit.insert(ChannelSchema, { ...channel, channelId, merchantId });
        }
        await unit.insert(AgentSchema, {
          ...HOME,
          name: ADA.name,
          email: 'ada@switchboard.example',
          specialties: [],
          isAvailable: true,
          availableSince: null,
          capacity: null,
          userId: ADA.id,
          lastAssignedAt: null,
          createdAt: NOW,
        });
      });
    });
    afterAll(() => storage.close());

    const nextId = () => String(1_700_000_000_000 + (count += 1));

    /** Sends it once. @returns what the response shows */
    async function tell(from: typeof UNA, more: object): Promise<Task | undefined> {
      const activity = activitySchema.parse({
        id: nextId(),
        timestamp: NOW.toISOString(),
        channelId: 'msteams',
        serviceUrl: 'https://smba.trafficmanager.net/emea/',
        from,
        recipient: BOT,
        conversation: { id: ACME, conversationType: 'channel' },
        channelData: { tenant: { id: HOME.workspaceId } },
        ...more,
      });
      const response = await takeActivity(activity, {
        receive,
        tenants: createTenants({ app: undefined }, NOBODY_JOINED),
        references: keepInMemory(),
        fileAddresses: NO_FILES,
        forms,
        takeConsent: () => Promise.resolve(),
        reply: (_, { answer }) => Promise.resolve(void replies.push(answer)),
        log,
      });
      return (response?.body as { readonly task?: Task } | undefined)?.task;
    }

    const bodyOf = (task: Task | undefined) => task?.value.card.content.body ?? [];
    const send = (from: typeof UNA, task: Task | undefined, values: object, more: object = {}) => {
      const data = { ...task?.value.card.content.actions[0]?.data, ...values };
      return tell(from, { type: 'invoke', name: 'task/submit', value: { data }, ...more });
    };
    const useShortcut = (id: string) => {
      const messagePayload = { id, body: { contentType: 'html', content: '<p>The payout is late</p>' } };
      const value = { commandId: 'open-ticket', commandContext: 'message', messagePayload };
      return tell(UNA, { type: 'invoke', name: 'composeExtension/fetchTask', value });
    };
    const click = (from: typeof UNA, opening: object, id = nextId()) =>
      tell(from, {
        type: 'invoke',
        name: 'task/fetch',
        id,
        replyToId: '1',
        value: { data: { switchboardOpening: opening } },
      });
    const tickets = () => storage.read((reader) => reader.find(TicketSchema, { order: { id: 'ASC' } }));
    const notes = () => storage.read((reader) => reader.find(MessageSchema, { where: { visibility: 'internal' } }));

    const VALUES = { subject: 'Payout', description: 'It is late', category: 'accounting', priority: 'high' };

    test('a message becomes one ticket by its menu, with what was wrong in the form said in it', async () => {
      const dialog = await useShortcut(nextId());
      expect(bodyOf(dialog)).toMatchObject([{ id: 'subject', value: 'The payout is late' }, {}, {}, {}]);
      const again = await send(UNA, dialog, { ...VALUES, subject: ' ' });
      expect(bodyOf(again)).toMatchObject([
        { id: 'subject' },
        { type: 'RichTextBlock', inlines: [{ text: 'Please write something here.' }] },
        { id: 'description', value: 'It is late' },
        { id: 'category', value: 'accounting' },
        { id: 'priority', value: 'high' },
      ]);
      expect(await tickets()).toEqual([]);
      expect(await send(UNA, again, VALUES)).toBeUndefined();
      expect(await send(UNA, again, VALUES)).toBeUndefined();
      expect(await send(UNA, dialog, VALUES, { name: 'composeExtension/submitAction' })).toBeUndefined();
      expect(await tickets()).toMatchObject([
        { subject: 'Payout', category: 'accounting', priority: 'high', source: 'teams' },
      ]);
    });

    test('an order in words leads to the same form, for whoever clicks, each time', async () => {
      const entities = [{ type: 'mention', text: '<at>Switchboard</at>', mentioned: BOT }];
      await tell(UNA, { type: 'message', text: '<at>Switchboard</at> ticket the terminal is broken', entities });
      const spoken = replies.pop();
      if (typeof spoken !== 'object') throw new Error('There is no way to a form.');
      const before = (await tickets()).length;
      for (const nth of [1, 2]) {
        const dialog = await click(UNA, spoken.opening);
        expect(bodyOf(dialog)[0]).toMatchObject({ id: 'subject', value: 'the terminal is broken' });
        expect(await send(UNA, dialog, VALUES)).toBeUndefined();
        expect(await tickets()).toHaveLength(before + nth);
      }
    });

    test('a form that was closed is there again, and one that is asked for twice at once is there both times', async () => {
      const [ticket] = await tickets();
      const note = { action: `note:${ticket!.id}` };
      const ids = ['f:1', 'f:1', 'f:2'];
      for (const id of ids) expect(await click(ADA, note, id)).toMatchObject({ type: 'continue' });
    });

    test('who may do it is looked at when it is asked for, and again when it is sent', async () => {
      const [ticket] = await tickets();
      const note = { action: `note:${ticket!.id}` };
      expect(await click(UNA, note)).toMatchObject({ type: 'message', value: expect.stringContaining('Only agents') });
      const dialog = await click(ADA, note);
      expect(await send(UNA, dialog, { note: 'mine' })).toMatchObject({ type: 'message' });
      expect(await notes()).toEqual([]);
      expect(await send(ADA, dialog, { note: 'looks like refund 88' })).toBeUndefined();
      expect(await notes()).toHaveLength(1);
    });

    test('nobody opens a ticket where they were not asked to: what a form is about is ours', async () => {
      const before = await tickets();
      const context = JSON.stringify({ channelId: BETA });
      const form = { action: 'open-ticket', context, title: 'Open a ticket', submit: 'Open', inputs: [] };
      const forged = createForms(createSeal('not ours')).open(form) as { readonly task: Task };
      expect(await send(UNA, forged.task, VALUES)).toMatchObject({ type: 'message' });
      const plainly = { type: 'invoke', name: 'task/submit', value: { data: { switchboardForm: form, ...VALUES } } };
      expect(await tell(UNA, plainly)).toMatchObject({ type: 'message' });
      expect(await tickets()).toEqual(before);
    });
  });
});
