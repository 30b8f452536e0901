import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEachDatabase, onMariaDb } from '../support/databases.ts';
import { clickCard, holderOf, offersOf, untilAsked } from '../support/scene/offers.ts';
import { Scene, type Agent } from '../support/scene/scene.ts';
import { Staff } from '../support/scene/staff.ts';

onEachDatabase((database) => {
  let scene: Scene;
  let staff: Staff;

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    staff = new Staff(scene, await scene.merchant('Acme'));
    await scene.desk();
  });
  beforeEach(() => staff.startAnew());
  afterAll(() => scene.close());

  const isQueued = async (ticketId: number) => (await offersOf(scene, ticketId)).waiting?.queuedAt != null;

  test('who has as many as they take is passed over, and what they are only asked to take counts', async () => {
    await staff.hire('Ada', { capacity: 2, specialties: ['accounting'] });
    await staff.hire('Bo');
    const inTurn: (string | null)[] = [];
    for (const subject of ['One', 'Two', 'Three', 'Four']) {
      const id = await staff.openAndSettle(subject, { category: 'accounting' });
      inTurn.push(...(await staff.asked(id)));
    }
    expect(inTurn).toEqual(['Ada', 'Ada', 'Bo', 'Bo']);
  });

  test('what they have accepted counts as well, until it is resolved', async () => {
    const ada = await staff.hire('Ada', { capacity: 2 });
    const [one, two] = [await staff.openAndSettle('One'), await staff.openAndSettle('Two')];
    await clickCard(scene, ada, one, 'Accept');
    const three = await staff.openAndSettle('Three');
    expect(await staff.asked(two, three)).toEqual(['Ada', null]);
    expect(await isQueued(three)).toBe(true);

    await clickCard(scene, ada, one, 'Resolve');
    await untilAsked(scene, three, ada);
  });

  test('however many come at once, nobody is asked for more than they take', async () => {
    const agents = [await staff.hire('Ada', { capacity: 2 }), await staff.hire('Bo', { capacity: 3 })];
    const ids = await Promise.all(Array.from({ length: 12 }, (_, index) => staff.open(`Ticket ${index}`)));
    await staff.chosen();
    const asked = await staff.asked(...ids);
    const counts = agents.map(({ displayName }) => asked.filter((name) => name === displayName).length);
    expect(counts).toEqual([2, 3]);
    expect(await Promise.all(ids.map(isQueued))).toEqual(asked.map((name) => name === null));
  });

  test('what is urgent goes to those who are full, also when it becomes urgent while it waits', async () => {
    await staff.hire('Ada', { capacity: 1 });
    await staff.openAndSettle('Fills her day');
    const waits = await staff.openAndSettle('Waits');
    const high = await staff.openAndSettle('High', { priority: 'high' });
    const urgent = await staff.openAndSettle('Urgent', { priority: 'urgent' });
    expect(await staff.asked(waits, high, urgent)).toEqual([null, null, 'Ada']);

    await scene.changeTicket(high, { priority: 'normal' });
    await scene.changeTicket(waits, { priority: 'urgent' });
    await staff.chosen();
    expect(await staff.asked(waits, high)).toEqual(['Ada', null]);
  });

  describe('with nobody left a ticket waits, and goes to the first who gets below their capacity', () => {
    let ada: Agent;
    let held: number;

    /** Ada has as many as she takes, and one more ticket waits. */
    const fill = async (name = 'Ada', capacity: number | null = 1) => {
      ada = await staff.hire(name, { capacity });
      held = await staff.openAndSettle('Held');
      const waits = await staff.openAndSettle('Waits');
      expect([await holderOf(scene, held), await isQueued(waits)]).toEqual([ada.agentId, true]);
      return waits;
    };

    const accept = () => scene.changeTicket(held, { assignedTo: ada.agentId });
    const close = async () => {
      await accept();
      await scene.changeTicket(held, { status: 'closed' });
    };
    const giveBack = async () => {
      await accept();
      await scene.changeTicket(held, { assignedTo: null });
    };
    test.each<[string, () => Promise<unknown>]>([
      ['resolving', () => clickCard(scene, ada, held, 'Resolve')],
      ['closing', close],
      ['giving one back', giveBack],
      ['passing another offer', () => clickCard(scene, ada, held, 'Pass')],
      ['a capacity that is raised', () => staff.setCapacity(ada, 2)],
      ['a capacity that is taken away', () => staff.setCapacity(ada, null)],
    ])('by %s', async (_, getBelow) => {
      const waits = await fill();
      await getBelow();
      await untilAsked(scene, waits, ada);
    });

    test('by handing over', async () => {
      const bo = await staff.hire('Bo', { isAvailable: false });
      const waits = await fill();
      await clickCard(scene, ada, held, 'Accept');
      await clickCard(scene, ada, held, 'Hand over to …', String(bo.agentId));
      await untilAsked(scene, waits, ada);
      expect(await scene.ticket(held)).toMatchObject({ assignedTo: bo.agentId });
    });

    test('by an offer of theirs that somebody else takes', async () => {
      const bo = await staff.hire('Bo', { isAvailable: false });
      const waits = await fill();
      await scene.changeTicket(held, { assignedTo: bo.agentId });
      await untilAsked(scene, waits, ada);
    });

    test('by an offer of theirs that expires', async () => {
      await staff.setRules({ offerTimeoutSeconds: 4 });
      const waits = await fill();
      await untilAsked(scene, waits, ada);
      expect((await offersOf(scene, held)).offers).toMatchObject([{ state: 'expired' }]);
    });

    test('by rules that have changed', async () => {
      await staff.setRules({ capacity: 1 });
      const waits = await fill('Dan', null);
      await staff.setRules({ capacity: 2 });
      await untilAsked(scene, waits, ada);
    });

    test('or to the first who becomes available, and to a new agent', async () => {
      const bo = await staff.hire('Bo', { isAvailable: false, capacity: 1 });
      const waits = await fill();
      const waitsToo = await staff.openAndSettle('Waits, too');
      await scene.setAvailable(bo, true);
      await untilAsked(scene, waits, bo);
      await untilAsked(scene, waitsToo, await staff.hire('Cy'));
    });
  });

  test('the rules say how much those take who have no number of their own', async () => {
    await staff.setRules({ capacity: 1 });
    await staff.hire('Ada', { capacity: 2 });
    await staff.hire('Bo');
    const ids = [
      await staff.openAndSettle('One'),
      await staff.openAndSettle('Two'),
      await staff.openAndSettle('Three'),
    ];
    expect(await staff.asked(...ids)).toEqual(['Ada', 'Bo', 'Ada']);
    expect(await isQueued(await staff.openAndSettle('Four'))).toBe(true);
  });

  test('a number is checked, kept and shown; whoever has more already keeps it', async () => {
    const bo = { name: 'Bo', email: 'bo@example.com', isAvailable: false };
    const post = async (capacity: unknown) => scene.api('POST', '/support-agents', { ...bo, capacity });
    for (const [wrong, sentence] of [
      [0, 'capacity must be at least 1.'],
      [1.5, 'capacity must be a whole number.'],
      ['many', 'capacity must be a number.'],
    ] as const) {
      expect(await post(wrong)).toMatchObject({ status: 400, body: { message: sentence } });
    }
    expect(await post(3)).toMatchObject({ status: 201, body: { agent: { capacity: 3 } } });

    const ada = await staff.hire('Ada');
    const ids = [await staff.openAndSettle('One'), await staff.openAndSettle('Two')];
    await staff.setCapacity(ada, 1);
    await staff.chosen();
    const { agents } = (await scene.api<{ agents: Record<string, unknown>[] }>('GET', '/support-agents?limit=100'))
      .body;
    expect(agents).toContainEqual(expect.objectContaining({ id: ada.agentId, capacity: 1, openOffers: 2 }));
    expect(await staff.asked(...ids)).toEqual(['Ada', 'Ada']);
  });
});

onMariaDb((database) => {
  let scene: Scene;
  beforeAll(async () => {
    // While one ticket looks for its agent there is time for more to happen.
    scene = await Scene.open(database, { app: { pause: { before: 'COUNT(*) AS tickets', ms: 800 } } });
  });
  afterAll(() => scene.close());

  test('whoever gets below their capacity is asked for what has waited before any new ticket', async () => {
    const staff = new Staff(scene, await scene.merchant('Acme'));
    const ada = await staff.hire('Ada', { capacity: 1 });
    const held = await staff.openAndSettle('Held');
    const waited = await staff.openAndSettle('Waited');

    await staff.open('Is looked at just now');
    await sleep(200);
    const opening = staff.open('New');
    await sleep(200);
    await scene.changeTicket(held, { status: 'resolved' });
    const isNew = await opening;

    await untilAsked(scene, waited, ada);
    await staff.chosen();
    expect(await staff.asked(waited, isNew)).toEqual(['Ada', null]);
  });
});
