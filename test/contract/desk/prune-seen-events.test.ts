import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import { pruneSeenEvents } from '../../../src/desk/prune-seen-events.ts';
import { recordEvent, SeenEventSchema } from '../../../src/desk/seen-event.schema.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { IdempotencyKeySchema, once } from '../../../src/tickets/idempotency.ts';
import { onEachDatabase } from '../../support/databases.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const clockAt = (ms: number) => ({ now: () => new Date(ms) });

onEachDatabase((database) => {
  let storage: Storage;

  beforeAll(async () => {
    storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
  });
  afterAll(() => storage.close());

  test('keys of a week ago go, younger ones stay and still tell a repeat', async () => {
    const now = Date.UTC(2026, 0, 31);
    const ask = (at: number, requestKey: string) =>
      storage.unit((unit) => once(clockAt(at), unit, { requestKey, request: {} }, () => Promise.resolve(1)));
    await storage.unit((unit) => recordEvent(unit, 'old', new Date(now - 8 * DAY_MS)));
    await storage.unit((unit) => recordEvent(unit, 'young', new Date(now - 6 * DAY_MS)));
    await ask(now - 8 * DAY_MS, 'old');
    await ask(now - 6 * DAY_MS, 'young');

    await storage.unit((unit) => pruneSeenEvents(clockAt(now), unit));

    const events = await storage.read((reader) => reader.find(SeenEventSchema, {}));
    const requests = await storage.read((reader) => reader.find(IdempotencyKeySchema, {}));
    expect(events.map(({ eventKey }) => eventKey)).toEqual(['young']);
    expect(requests.map(({ requestKey }) => requestKey)).toEqual(['young']);
    expect(await storage.unit((unit) => recordEvent(unit, 'young', new Date(now)))).toBe(false);
    expect(await ask(now, 'young')).toEqual({ ticketId: 1, repeated: true });
  });
});
