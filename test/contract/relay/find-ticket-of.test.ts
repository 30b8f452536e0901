import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import { openThread } from '../../../src/delivery/find-conversation.ts';
import { findTicketOf } from '../../../src/relay/find-ticket-of.ts';
import { SideSchema } from '../../../src/relay/side.schema.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { TicketSchema } from '../../../src/tickets/ticket.schema.ts';
import type { TicketStatus } from '../../../src/tickets/ticket-status.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { AT } from '../delivery/a-stage.ts';

const AT_TIME = new Date('2026-11-24T11:58:00Z');

onEachDatabase((database) => {
  let storage: Storage;
  beforeEach(async () => {
    storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
  });
  afterEach(() => storage.close());

  /** A ticket that was asked for in the one thread of this test. */
  const ticket = (status: TicketStatus, mergedIntoId: number | null = null): Promise<number> =>
    storage.unit(async (unit) => {
      const ticketId = await unit.insert(TicketSchema, {
        ...{ subject: 'A', description: 'A', category: 'other', priority: 'normal', status, source: 'api' },
        ...{ merchantId: 1, contractId: null, assignedTo: null, continuesId: null, mergedIntoId, waitedSince: null },
        ...{ lastNumber: 1, lastVersion: 1, createdAt: AT_TIME, updatedAt: AT_TIME },
        ...{ firstResponseAt: null, resolvedAt: null, closedAt: null },
      });
      const { id: conversationId } = await openThread(unit, AT);
      await unit.insert(SideSchema, { ticketId, role: 'merchant', conversationId });
      return ticketId;
    });

  const found = () => storage.read((reader) => findTicketOf(reader, AT.platform, AT.channelId, AT.threadId));

  test('a thread with several tickets is that of the latest which is open', async () => {
    await ticket('in_progress');
    const ticketId = await ticket('new');
    await ticket('resolved');
    await ticket('closed');
    expect(await found()).toEqual({ ticketId, role: 'merchant' });
  });

  test('with none that is open it is that of the latest', async () => {
    await ticket('resolved');
    const ticketId = await ticket('closed');
    expect(await found()).toEqual({ ticketId, role: 'merchant' });
  });

  test('one that was merged is as open as that which goes on', async () => {
    const going = await ticket('new');
    const done = await ticket('resolved');
    const merged = await ticket('closed', going);
    await ticket('closed', done);
    expect(await found()).toEqual({ ticketId: merged, role: 'merchant' });
  });
});
