import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import { createOutbox, POST_JOB } from '../../../src/delivery/outbox.ts';
import { DELIVERY_NOTE } from '../../../src/desk/delivery-truth/delivery-note.ts';
import { watchLate } from '../../../src/desk/delivery-truth/watch-late.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import { createLog } from '../../../src/log.ts';
import { MESSAGE_COPY } from '../../../src/relay/copy-message.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { onEachDatabase } from '../../support/databases.ts';

const THREADS = 500;
const REPLIES_IN_EACH = 20;
const AN_HOUR_MS = 60 * 60 * 1000;

onEachDatabase((database) => {
  let storage: Storage;
  const outbox = () => createOutbox(new Worker(storage, createLog('silent')));
  const watch = () => storage.unit((unit) => watchLate(outbox(), unit));
  const rows = <Row>(sql: string) => storage.read((reader) => reader.query<Row>(sql));
  const notes = async () => {
    const posts = await rows<{ deliveryKey: string }>(
      `SELECT deliveryKey FROM delivery WHERE composer = '${DELIVERY_NOTE}'`,
    );
    return posts.map(({ deliveryKey }) => deliveryKey).sort();
  };
  /** Every note that was on its way stands at its desk. */
  const posted = () =>
    storage.unit((unit) => unit.execute(`UPDATE delivery SET state = 'sent' WHERE composer = '${DELIVERY_NOTE}'`));
  const insert = async (table: string, columns: readonly string[], values: readonly (readonly unknown[])[]) => {
    for (let from = 0; from < values.length; from += 500) {
      const some = values.slice(from, from + 500);
      const marks = some.map((row) => `(${row.map(() => '?').join(', ')})`).join(', ');
      await storage.unit((unit) =>
        unit.execute(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${marks}`, some.flat()),
      );
    }
  };

  /** A merchant’s platform has been out of reach for an hour: 10,000 replies in 500 tickets wait. */
  beforeAll(async () => {
    storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
    const now = Date.now();
    const tickets = Array.from({ length: THREADS }, (_, index) => index + 1);
    const replies = tickets.flatMap((ticket) =>
      Array.from({ length: REPLIES_IN_EACH }, (_, index) => ({
        ticket,
        id: (ticket - 1) * REPLIES_IN_EACH + index + 1,
      })),
    );
    const thread = (id: number, channel: string) => [id, 'slack', 'T1', channel, `thread-${id}`];
    await insert(
      'conversation',
      ['id', 'platform', 'workspaceId', 'channelId', 'threadId'],
      tickets.flatMap((id) => [thread(id, 'C-merchant'), thread(THREADS + id, id <= 400 ? 'C-desk' : 'C-other-desk')]),
    );
    await insert(
      'side',
      ['ticketId', 'role', 'conversationId'],
      tickets.flatMap((id) => [
        [id, 'merchant', id],
        [id, 'agent', THREADS + id],
      ]),
    );
    await insert(
      'message',
      ['id', 'ticketId', 'number', 'side', 'visibility', 'text', 'position', 'saidAt', 'createdAt'],
      replies.map(({ id, ticket }) => [id, ticket, id, 'agent', 'public', '[]', id, now, now]),
    );
    await insert(
      'delivery',
      [
        'deliveryKey',
        'conversationId',
        'composer',
        'payload',
        'state',
        'opensThread',
        'position',
        'createdAt',
        'revision',
        'wantedRevision',
      ],
      replies.map(({ id, ticket }) => [
        `message:${id}:${ticket}:0`,
        ticket,
        MESSAGE_COPY,
        JSON.stringify({ messageId: id, text: [] }),
        'queued',
        0,
        id,
        now - AN_HOUR_MS,
        0,
        0,
      ]),
    );
  }, 60_000);
  afterAll(() => storage.close());

  test('10,000 late replies: a few notes at a time, one in each thread, none into a desk that takes none', async () => {
    const began = performance.now();
    for (let look = 0; look < 5; look += 1) await Promise.all([watch(), watch()]);
    // As many for each of the two desks, whatever is left to tell.
    expect(await notes()).toEqual([1, 21, 41, 8_001, 8_021, 8_041].map((id) => `${DELIVERY_NOTE}:${id}`).sort());
    expect((performance.now() - began) / 10).toBeLessThan(500);

    await posted();
    await watch();
    expect((await notes()).length).toBe(9);
    const jobs = await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM job WHERE kind = '${POST_JOB}'`);
    expect(jobs[0]!.n).toBe(9);
  });

  test('one after another in a thread: the next is told when the one before it has arrived', async () => {
    for (let look = 0; look < 3; look += 1) {
      await posted();
      await watch();
    }
    const inFirst = async () => (await notes()).filter((key) => Number(key.split(':')[1]) <= REPLIES_IN_EACH);
    expect(await inFirst()).toEqual([`${DELIVERY_NOTE}:1`]);
    await storage.unit((unit) =>
      unit.execute(`UPDATE delivery SET state = 'sent' WHERE deliveryKey = 'message:1:1:0'`),
    );
    await posted();
    await watch();
    expect(await inFirst()).toEqual([`${DELIVERY_NOTE}:1`, `${DELIVERY_NOTE}:2`]);
  });

  test('looking reads an index, and not what was delivered long ago', async () => {
    const explain = database.name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
    const plan = await rows(
      `${explain} SELECT id FROM delivery late WHERE late.composer = '${MESSAGE_COPY}' AND late.isReported = 0
       AND late.state IN ('queued', 'intent', 'ambiguous') AND late.createdAt < 1`,
    );
    expect(JSON.stringify(plan)).toContain('delivery_late');
  });
});
