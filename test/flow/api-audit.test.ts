import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiWorld } from '../support/api/api-world.ts';
import { onEachDatabase } from '../support/databases.ts';

interface Entry {
  readonly id: number;
  readonly ticketId: number | null;
  readonly actor: { readonly id: string };
  readonly action: string;
  readonly at: string;
}

onEachDatabase((database) => {
  let world: ApiWorld;
  const tickets: number[] = [];
  /** When each was opened. */
  const times: string[] = [];

  beforeAll(async () => {
    world = await ApiWorld.open(database);
    const { merchant } = await world.make<{ merchant: { id: number } }>('/merchants', { name: 'Acme' });
    const wanted = { subject: 'Payout', description: 'Is late', merchantId: merchant.id };
    for (let count = 0; count < 3; count += 1) {
      times.push(world.now().toISOString());
      tickets.push((await world.make<{ ticket: { id: number } }>('/support-tickets', wanted)).ticket.id);
      world.pass(60_000);
    }
    await world.key('agent');
  });
  afterAll(() => world.close());

  const list = async (query: string) => {
    const { status, body } = await world.ask('GET', `/api/audit?${query}`);
    expect([query, status]).toEqual([query, 200]);
    return body as { entries: Entry[]; nextCursor: string | null };
  };
  const found = async (query: string) => (await list(query)).entries.map(({ ticketId, action }) => [ticketId, action]);

  test('lists newest first, in pages', async () => {
    const all = (await list('limit=100')).entries;
    const ids = all.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    const paged: Entry[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await list(`actor=admin&limit=2${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.entries);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all.filter(({ actor }) => actor.id === 'admin'));
    expect(paged.length).toBeGreaterThan(4);
  });

  test('finds by ticket, actor, action and time', async () => {
    const [first, second, third] = tickets as [number, number, number];
    expect(await found(`ticketId=${first}&actor=admin`)).toEqual([
      [first, 'message'],
      [first, 'opened'],
    ]);
    expect(await found('action=opened')).toEqual([third, second, first].map((id) => [id, 'opened']));
    expect(await found('action=key-made')).toEqual([[null, 'key-made']]);
    expect(await found('actor=nobody')).toEqual([]);
    // Both ends belong to it.
    expect(await found(`action=opened&since=${times[1]!}`)).toEqual([third, second].map((id) => [id, 'opened']));
    expect(await found(`action=opened&until=${times[1]!}`)).toEqual([second, first].map((id) => [id, 'opened']));
    expect(await found(`action=opened&since=${times[1]!}&until=${times[1]!}`)).toEqual([[second, 'opened']]);
  });

  test.each(['since=yesterday', 'until=1', 'ticketId=x', 'limit=0', 'cursor=odd'])('%s is refused', async (query) => {
    const { status, body } = await world.ask('GET', `/api/audit?${query}`);
    expect([status, body['message']]).toEqual([400, expect.stringContaining(query.split('=')[0]!)]);
  });
});
