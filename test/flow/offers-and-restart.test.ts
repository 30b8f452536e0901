import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEachDatabase } from '../support/databases.ts';
import { expectNoneForgotten, expectPromises } from '../support/offer-promises.ts';
import { untilOneCopyEach } from '../support/scene/copies.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { askedFor, cardOf, clickCard, offersOf, untilAsked } from '../support/scene/offers.ts';
import { Scene, type Agent } from '../support/scene/scene.ts';
import { Staff } from '../support/scene/staff.ts';
import { waitFor } from '../support/wait-for.ts';

/** Longer than a start takes on a busy machine. */
const TIMEOUT_SECONDS = 6;
/** So late, in ms, may something be that waited for its time. */
const LATE_MS = 2_000;

onEachDatabase((database) => {
  const replicas = database.name === 'mariadb' ? 2 : 1;
  let scene: Scene;
  let view: DatabaseView;
  let staff: Staff;
  let ann: Agent;
  let ben: Agent;

  const ask = <Row>(sql: string) => view.rows<Row>(sql);
  const startAll = async () => {
    while (scene.apps.length < replicas) await scene.startApp();
  };
  const killAll = () => Promise.all(scene.apps.map((app) => app.kill()));
  const restartAll = async () => {
    await killAll();
    await startAll();
  };

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas, app: { leaseMs: 800, requestTimeoutMs: 400 } });
    view = await viewDatabase(scene.databaseUrl);
    staff = new Staff(scene, await scene.merchant('Acme'));
  });
  beforeEach(async () => {
    await startAll();
    await staff.startAnew();
    ann = await staff.hire('Ann');
    ben = await staff.hire('Ben');
  });
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  /** Opens a ticket that Ann is asked to take, and waits until she sees it. */
  const openForAnn = async () => {
    await scene.setAvailable(ben, false);
    const id = await staff.openAndSettle('Help');
    await scene.setAvailable(ben, true);
    await cardOf(scene, ann, id);
    return id;
  };
  /** The only ticket that is open: whoever opened it may not have heard of that. */
  const theOpenOne = async () => {
    const open = (await scene.tickets('?limit=100')).filter(({ status }) => status !== 'closed');
    expect(open).toHaveLength(1);
    return open[0]!.id;
  };
  const expectAtRest = async () => {
    await untilOneCopyEach(scene, view);
    await staff.chosen();
    await expectNoneForgotten(ask);
  };
  /** Whoever is asked clicks on the one card that they have, and has the ticket. */
  const expectAcceptWorks = async (ticketId: number) => {
    const agentId = await waitFor(() => askedFor(scene, ticketId));
    const asked = [ann, ben].find((agent) => agent.agentId === agentId)!;
    await clickCard(scene, asked, ticketId, 'Accept');
    await scene.untilTicket(ticketId, 'to be theirs', ({ assignedTo }) => assignedTo === agentId);
  };

  test.each([
    { when: 'at once', afterMs: -TIMEOUT_SECONDS * 1000 },
    { when: 'when their time is over', afterMs: 500 },
  ])('offers outlive kill -9 and a start $when: they expire, and the next is asked', async ({ afterMs }) => {
    await staff.setRules({ offerTimeoutSeconds: TIMEOUT_SECONDS });
    const ids = await Promise.all(['One', 'Two', 'Three', 'Four'].map((subject) => staff.open(subject)));
    await staff.chosen();
    await staff.setRules({});
    const first = await Promise.all(ids.map(async (id) => (await offersOf(scene, id)).offers[0]!));
    expect(first.map(({ state }) => state)).toEqual(ids.map(() => 'offered'));
    const expiries = first.map(({ expiresAt }) => Date.parse(expiresAt!));

    await killAll();
    await sleep(Math.max(0, ...expiries.map((expiry) => expiry + afterMs - Date.now())));
    await startAll();
    const startedAt = Date.now();

    for (const [index, id] of ids.entries()) {
      const other = first[index]!.agentId === ann.agentId ? ben : ann;
      await untilAsked(scene, id, other);
      const { offers } = await offersOf(scene, id);
      expect(offers.map(({ state }) => state)).toEqual(['expired', 'offered']);
      const settledAt = Date.parse(offers[0]!.settledAt!);
      expect(settledAt).toBeGreaterThanOrEqual(expiries[index]!);
      expect(settledAt).toBeLessThan(Math.max(expiries[index]!, startedAt) + LATE_MS);
    }
    await expectAtRest();
    await expectAcceptWorks(ids[0]!);
  });

  test('a card from before kill -9 still takes the answer, once', async () => {
    const id = await openForAnn();
    await restartAll();
    const card = await clickCard(scene, ann, id, 'Accept');
    await scene.untilTicket(id, 'to be hers', ({ assignedTo }) => assignedTo === ann.agentId);
    await expectAtRest();
    await waitFor(async () => (await cardOf(scene, ann, id)).shown.includes('You have it.'));
    expect(await cardOf(scene, ann, id)).toMatchObject({ ts: card.ts });
  });

  test('what was about to be offered when the process died is offered once', async () => {
    const dying = await scene.dieAt({ having: 'insert', table: 'offer' });
    await staff.open('Help').catch(() => 'Nobody hears the answer.');
    expect(await dying.gone).toBe('SIGKILL');
    expect(await ask(`SELECT * FROM offer WHERE state = 'offered'`)).toEqual([]);
    await startAll();
    const id = await theOpenOne();
    await waitFor(() => askedFor(scene, id));
    await expectAtRest();
    expect((await offersOf(scene, id)).offers).toHaveLength(1);
    await expectAcceptWorks(id);
  });

  test.each(['after-intent', 'after-response-before-sent'] as const)(
    'a card in whose middle the process died (%s) is there once, and takes the answer',
    async (at) => {
      await killAll();
      const dying = await scene.startApp({ at, containing: 'accept:' });
      const id = await staff.open('Help');
      expect(await dying.gone).toBe('SIGKILL');
      await startAll();
      await expectAtRest();
      expect((await offersOf(scene, id)).offers).toHaveLength(1);
      await expectAcceptWorks(id);
      await expectAtRest();
    },
  );

  test.each([
    { at: 'before-commit', label: 'Accept', state: 'offered' },
    { at: 'after-commit-before-answer', label: 'Accept', state: 'accepted' },
    { at: 'before-commit', label: 'Pass', state: 'offered' },
    { at: 'after-commit-before-answer', label: 'Pass', state: 'passed' },
  ] as const)('$label, and the process dies $at: the offer is $state', async ({ at, label, state }) => {
    const id = await openForAnn();
    await killAll();
    const dying = await scene.startApp({ at, containing: `${label.toLowerCase()}:` });
    await clickCard(scene, ann, id, label);
    expect(await dying.gone).toBe('SIGKILL');
    await startAll();
    await staff.chosen();
    expect((await offersOf(scene, id)).offers[0]).toMatchObject({ agentId: ann.agentId, state });
    if (state === 'passed') await untilAsked(scene, id, ben);
    await expectAtRest();
    if (state !== 'accepted') await expectAcceptWorks(id);
  });

  test('who goes away when the process dies has gone with all that they were asked, or not at all', async () => {
    const ids = [await openForAnn(), await openForAnn()];
    const dying = await scene.dieAt({ having: 'update', table: 'offer' });
    await expect(scene.setAvailable(ann, false)).rejects.toThrow();
    expect(await dying.gone).toBe('SIGKILL');
    await startAll();
    for (const id of ids) await untilAsked(scene, id, ann);
    await expectAtRest();

    await scene.setAvailable(ann, false);
    await restartAll();
    for (const id of ids) await untilAsked(scene, id, ben);
    await expectAtRest();
    for (const id of ids) expect((await offersOf(scene, id)).offers).toHaveLength(2);
  });

  test('kill -9 while tickets pour in and an agent goes away forgets none of them', async () => {
    const opening = Array.from({ length: 20 }, async (_, index) => {
      await sleep(index * 10);
      return staff.open(`Drop ${index}`).catch(() => null);
    });
    const openTickets = () => ask<{ id: number }>(`SELECT id FROM ticket WHERE status <> 'closed'`);
    await waitFor(async () => (await openTickets()).length > 3, { what: 'some tickets to be open' });
    await scene.setAvailable(ann, false);
    await killAll();
    await Promise.all(opening);
    await expectPromises(ask);
    await startAll();
    await staff.chosen();
    await expectAtRest();
    const open = await openTickets();
    for (const { id } of open) expect(await askedFor(scene, id)).toBe(ben.agentId);
  });
});
