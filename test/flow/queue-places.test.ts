import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEachDatabase } from '../support/databases.ts';
import { DeskView } from '../support/scene/desk-view.ts';
import { offersOf } from '../support/scene/offers.ts';
import { Scene } from '../support/scene/scene.ts';
import { Staff } from '../support/scene/staff.ts';
import { fieldOf } from '../support/scene/stories.ts';

const BEHIND = 'After the first 5';

onEachDatabase((database) => {
  let scene: Scene;
  let staff: Staff;
  let desk: DeskView;

  beforeAll(async () => {
    scene = await Scene.open(database, { awaitsPlaces: true, replicas: database.name === 'mariadb' ? 2 : 1 });
    staff = new Staff(scene, await scene.merchant('Acme'));
    desk = new DeskView(scene, await scene.desk());
  });
  beforeEach(() => staff.startAnew());
  afterAll(() => scene.close());

  /** Tickets that queue, nobody being there, and whose cards show it. */
  const queue = async (...priorities: readonly string[]) => {
    const ids: number[] = [];
    for (const priority of priorities) ids.push(await staff.open(`Number ${ids.length + 1}`, { priority }));
    await scene.settle();
    return ids;
  };
  const normal = (count: number) => Array<string>(count).fill('normal');

  test("the desk's card tells since when a ticket waits; the first five have a number, and move up", async () => {
    const before = Math.floor(Date.now() / 1000);
    const ids = await queue(...normal(7));
    expect(await desk.places(...ids)).toEqual(['1', '2', '3', '4', '5', BEHIND, BEHIND]);
    const [card] = await desk.cards(ids[0]!);
    const since = Number(/^<!date\^(\d+)\^/.exec(fieldOf(card!, 'Waiting since') ?? '')?.[1]);
    expect([since >= before, since <= Date.now() / 1000]).toEqual([true, true]);
    expect(fieldOf(card!, 'Assigned')).toBe('Nobody yet');

    await scene.changeTicket(ids[1]!, { status: 'resolved' });
    await scene.settle();
    expect(await desk.places(...ids)).toEqual(['1', null, '2', '3', '4', '5', BEHIND]);
    expect((await offersOf(scene, ids[2]!)).waiting).toMatchObject({ place: 2 });

    await staff.hire('Ada', { capacity: 1 });
    await scene.settle();
    expect(await desk.places(...ids)).toEqual([null, null, '1', '2', '3', '4', '5']);
    const [offered] = await desk.cards(ids[0]!);
    expect(fieldOf(offered!, 'Assigned')).toBe('Offered to Ada');
  });

  test('whoever is pushed behind the first five shows no number any more, however many come at once', async () => {
    const ids = await queue(...normal(5));
    ids.push(...(await queue('urgent', 'high', 'urgent')));
    expect(await desk.places(...ids)).toEqual(['4', '5', BEHIND, BEHIND, BEHIND, '1', '3', '2']);
  });

  test('and the places are new ones when the rules set another order', async () => {
    await staff.setRules({ queue: { order: 'oldest-first', newRoundAfterSeconds: null } });
    const ids = await queue(...normal(6), ...Array<string>(6).fill('high'));
    const first = ['1', '2', '3', '4', '5', BEHIND];
    const others = Array<string>(6).fill(BEHIND);
    expect(await desk.places(...ids)).toEqual([...first, ...others]);
    await staff.setRules({});
    await scene.settle();
    expect(await desk.places(...ids)).toEqual([...others, ...first]);
  });

  test('many changes cost few edits', async () => {
    const ids = await queue(...normal(12));
    const cards = await desk.cards(...ids.slice(6));
    const before = await desk.edits(cards);
    for (const id of ids.slice(0, 6)) {
      await scene.changeTicket(id, { status: 'closed' });
      await sleep(300);
    }
    await scene.settle();
    expect(await desk.places(...ids.slice(6))).toEqual(['1', '2', '3', '4', '5', BEHIND]);
    const edits = (await desk.edits(cards)).map((count, index) => count - before[index]!);
    expect(Math.max(...edits)).toBeLessThanOrEqual(2);
  });

  /** In which order somebody who takes one at a time is asked for what waits; each subject begins with its priority. */
  const takenUp = async (...subjects: readonly string[]) => {
    const waiting = new Map<number, string>();
    for (const subject of subjects) {
      waiting.set(await staff.openAndSettle(subject, { priority: subject.split(',')[0] }), subject);
    }
    await staff.hire('Ada', { capacity: 1 });
    const inTurn: string[] = [];
    while (waiting.size > 0) {
      await staff.chosen();
      const asked = await staff.asked(...waiting.keys());
      const [next, ...more] = [...waiting].filter((_, index) => asked[index] === 'Ada');
      expect([next, more]).toEqual([expect.anything(), []]);
      inTurn.push(next![1]);
      waiting.delete(next![0]);
      await scene.changeTicket(next![0], { status: 'resolved' });
    }
    return inTurn;
  };

  test('what waits is taken up by urgency, and of equals the oldest first', async () => {
    const taken = await takenUp('normal, old', 'low', 'normal, new', 'high', 'urgent');
    expect(taken).toEqual(['urgent', 'high', 'normal, old', 'normal, new', 'low']);
  });

  test('or by age alone, when the rules say so', async () => {
    await staff.setRules({ queue: { order: 'oldest-first', newRoundAfterSeconds: null } });
    const taken = await takenUp('normal, old', 'low', 'normal, new', 'high');
    expect(taken).toEqual(['normal, old', 'low', 'normal, new', 'high']);
  });

  test('the metrics count what waits, and for how long', async () => {
    await staff.hire('Ada', { capacity: 1 });
    for (const subject of ['One', 'Two', 'Three']) await staff.openAndSettle(subject);
    await sleep(1_000);
    expect(await scene.metric('switchboard_waiting_tickets')).toEqual(
      new Map([
        ['{state="asking"}', 1],
        ['{state="queued"}', 2],
      ]),
    );
    const oldest = async () => (await scene.metric('switchboard_oldest_queued_ticket_seconds')).get('')!;
    expect(await oldest()).toBeGreaterThanOrEqual(1);
    expect(await oldest()).toBeLessThan(20);
    await staff.startAnew();
    expect(await oldest()).toBe(0);
    expect((await scene.metric('switchboard_waiting_tickets')).get('{state="queued"}')).toBe(0);
  });
});
