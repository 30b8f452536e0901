import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeCursor } from '../../src/pagination.ts';
import { ApiWorld, type Answered } from '../support/api/api-world.ts';
import { operationsOf, readDocument } from '../support/api/documented.ts';
import { seed, type Seeded } from '../support/api/seed.ts';
import { onEachDatabase } from '../support/databases.ts';

/** Twins: one name, one channel id on two platforms, tickets with one subject. What is said tells them apart. */
const OF_THE_FIRST = /of the first/i;
const OF_THE_SECOND = /of the second/i;
const OURS = /Between us|grace@|visibility|internal|audit|assignedTo|agentId|updatedAt/i;

onEachDatabase((database) => {
  let world: ApiWorld;
  let seeded: Seeded;
  /** The keys of the first and of the second. */
  let first: string;
  let second: string;

  beforeAll(async () => {
    world = await ApiWorld.open(database);
    seeded = await seed(world);
    const { merchantId, twinId, ticketId, ticketOfTwin, agentId } = seeded;
    first = await world.key('merchant', merchantId);
    second = await world.key('merchant', twinId);
    const byGrace = { speaker: { agentId, account: null }, side: 'agent' } as const;
    for (const [id, whose] of [
      [ticketId, 'first'],
      [ticketOfTwin, 'second'],
    ] as const) {
      await world.ask('PATCH', `/api/support-tickets/${id}`, { body: { assignedTo: agentId } });
      await world.say(id, `Between us, of the ${whose}`, { ...byGrace, visibility: 'internal' });
      await world.say(id, `An answer of the ${whose}`, byGrace);
    }
  });
  afterAll(() => world.close());

  const get = (path: string, token: string) => world.ask('GET', `/api${path}`, { token });
  const open = (token: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
    world.ask('POST', '/api/support-tickets', {
      token,
      body: { subject: 'Payout is late', description: 'More', ...more },
      headers,
    });
  const idsIn = ({ body }: Answered, list: string) => (body[list] as { readonly id: number }[]).map(({ id }) => id);
  const merchantsIn = ({ body }: Answered) =>
    new Set((body['tickets'] as { readonly merchantId: number }[]).map(({ merchantId }) => merchantId));

  test('each sees its own ticket, what was said in public, and agents by name', async () => {
    const { ticketId, merchantId } = seeded;
    const { status, body, text } = await get(`/support-tickets/${ticketId}`, first);
    expect(status).toBe(200);
    expect(body['ticket']).toMatchObject({
      id: ticketId,
      merchantId,
      agentName: 'Grace',
      messages: [
        { side: 'merchant', agentName: null, text: 'Words of the first' },
        { side: 'agent', agentName: 'Grace', text: 'An answer of the first' },
      ],
    });
    expect(text).not.toMatch(OF_THE_SECOND);
    expect(text).not.toMatch(OURS);
  });

  test('what is somebody else’s is not there, and looks like what never was', async () => {
    for (const [token, foreign] of [
      [first, seeded.ticketOfTwin],
      [second, seeded.ticketId],
    ] as const) {
      const [theirs, nothing] = [
        await get(`/support-tickets/${foreign}`, token),
        await get('/support-tickets/99999', token),
      ];
      expect([theirs.status, theirs.text]).toEqual([404, nothing.text]);
    }
  });

  test('no list that a merchant may read ever has others in it, whatever the filter or the cursor', async () => {
    const lists = operationsOf(await readDocument(world)).filter(
      ({ method, path, operation }) =>
        method === 'GET' && !path.includes('{') && operation['x-roles'].includes('merchant'),
    );
    expect(lists.map(({ path }) => path).toSorted()).toEqual(['/api/merchants', '/api/support-tickets']);
    const cursors = [1, seeded.twinId, seeded.ticketOfTwin, 50, 99_999].map(encodeCursor);
    for (const { path } of lists) {
      for (const query of ['', 'limit=1', ...cursors.map((cursor) => `cursor=${cursor}`)]) {
        const [ofFirst, ofSecond] = [
          await world.ask('GET', `${path}?${query}`, { token: first }),
          await world.ask('GET', `${path}?${query}`, { token: second }),
        ];
        expect([ofFirst.status, ofSecond.status]).toEqual([200, 200]);
        expect(ofFirst.text).not.toMatch(OF_THE_SECOND);
        expect(ofSecond.text).not.toMatch(OF_THE_FIRST);
        expect(ofFirst.text + ofSecond.text).not.toMatch(OURS);
        const list = path.endsWith('merchants') ? 'merchants' : 'tickets';
        const shared = idsIn(ofFirst, list).filter((id) => idsIn(ofSecond, list).includes(id));
        expect(shared).toEqual([]);
      }
    }
  });

  test('a merchant is the only one in its list of merchants', async () => {
    expect(idsIn(await get('/merchants', first), 'merchants')).toEqual([seeded.merchantId]);
    expect(idsIn(await get('/merchants', second), 'merchants')).toEqual([seeded.twinId]);
    // Behind its twin it would be the next one.
    expect(idsIn(await get(`/merchants?cursor=${encodeCursor(seeded.merchantId)}`, first), 'merchants')).toEqual([]);
  });

  test('a filter finds nothing of others, and no agent’s number', async () => {
    expect(idsIn(await get(`/support-tickets?merchantId=${seeded.twinId}`, first), 'tickets')).toEqual([]);
    expect(merchantsIn(await get(`/support-tickets?merchantId=${seeded.merchantId}`, first))).toEqual(
      new Set([seeded.merchantId]),
    );
    const { status, body } = await get(`/support-tickets?assignedTo=${seeded.agentId}`, first);
    expect([status, body['message']]).toEqual([400, 'assignedTo is not for a merchant’s key: leave it out.']);
  });

  describe('a ticket', () => {
    test('is opened for the merchant whose key it is, named or not', async () => {
      for (const more of [{}, { merchantId: seeded.merchantId }]) {
        const { status, body, text } = await open(first, more);
        expect([status, body['ticket']]).toMatchObject([201, { merchantId: seeded.merchantId, agentName: null }]);
        expect(text).not.toMatch(OURS);
      }
    });

    test('is opened for nobody else, whether they are there or not', async () => {
      const [theirs, nobodys] = [
        await open(first, { merchantId: seeded.twinId }),
        await open(first, { merchantId: 99_999 }),
      ];
      expect([theirs.status, nobodys.status]).toEqual([400, 400]);
      expect(theirs.text.replace(String(seeded.twinId), 'n')).toBe(nobodys.text.replace('99999', 'n'));
      expect(merchantsIn(await get('/support-tickets', second))).toEqual(new Set([seeded.twinId]));
    });

    test('is another one under the same Idempotency-Key of the other', async () => {
      const headers = { 'idempotency-key': 'the-same' };
      const [ofFirst, ofSecond, again] = [
        await open(first, {}, headers),
        await open(second, {}, headers),
        await open(first, {}, headers),
      ];
      expect([ofFirst.status, ofSecond.status, again.status]).toEqual([201, 201, 200]);
      expect(again.text).toBe(ofFirst.text);
      expect(ofSecond.body['ticket']).toMatchObject({ merchantId: seeded.twinId });
    });
  });

  test('in the browser each one’s people see the same of each as its keys', async () => {
    const { memberId, ticketId, ticketOfTwin } = seeded;
    const { url } = await world.make<{ url: string }>('/login-links', { memberId });
    const signedIn = await world.ask('POST', `/sign-in/${url.split('/').at(-1)!}`, { token: null });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const see = (path: string) => world.ask('GET', path, { token: null, headers: { cookie } });
    const mine = await see('/session/tickets?limit=100');
    expect(idsIn(mine, 'tickets')).toContain(ticketId);
    const behind = await see(`/session/tickets?cursor=${encodeCursor(99_999)}`);
    for (const page of [mine, behind]) expect(idsIn(page, 'tickets')).not.toContain(ticketOfTwin);
    const [theirs, nothing] = [
      await see(`/session/tickets/SB-${1000 + ticketOfTwin}`),
      await see('/session/tickets/SB-99999'),
    ];
    expect([theirs.status, theirs.text]).toEqual([404, nothing.text]);
  });

  test('those who work for us see both', async () => {
    const { text } = await get('/support-tickets?limit=100', await world.key('agent'));
    expect(text).toMatch(OF_THE_FIRST);
    expect(text).toMatch(OF_THE_SECOND);
  });
});
