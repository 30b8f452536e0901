import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DEFAULT_RULES, type AssignmentRules } from '../../src/assignment/choice/assignment-rules.ts';
import { onEachDatabase } from '../support/databases.ts';
import { countRows, viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { offersOf } from '../support/scene/offers.ts';
import { Scene } from '../support/scene/scene.ts';
import { Staff } from '../support/scene/staff.ts';

/** The rules that come with the product, in the words of the documentation. */
const AS_IT_COMES = {
  weights: { specialty: 50, openTicket: 5, pressing: 3 },
  specialties: ['accounting', 'customer_issue', 'technical_issue', 'other'],
  capacity: null,
  offerTimeoutSeconds: 600,
  queue: { order: 'urgent-first', newRoundAfterSeconds: 3600 },
};

const OTHERS: AssignmentRules = {
  weights: { specialty: 7, openTicket: 2, pressing: 1 },
  specialties: ['accounting'],
  capacity: 4,
  offerTimeoutSeconds: 90,
  queue: { order: 'oldest-first', newRoundAfterSeconds: null },
};

onEachDatabase((database) => {
  let scene: Scene;
  let staff: Staff;
  let view: DatabaseView;

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    staff = new Staff(scene, await scene.merchant('Acme'));
    await scene.desk();
    view = await viewDatabase(scene.databaseUrl);
  });
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  const rulesAt = async (replica: number) => (await scene.apiAt(replica, 'GET', '/assignment-rules')).body;
  const replicas = () => scene.apps.map((_, replica) => replica);

  test('rules come with the product, and others can be set: on every replica, and after a restart', async () => {
    for (const replica of replicas()) {
      expect(await rulesAt(replica)).toEqual({ success: true, rules: AS_IT_COMES, setBy: null, setAt: null });
    }
    const before = Date.now();
    const { status, body } = await scene.api('PUT', '/assignment-rules', OTHERS);
    const set = { success: true, rules: OTHERS, setBy: 'admin', setAt: expect.any(String) };
    expect([status, body]).toEqual([200, set]);
    expect(Date.parse(String(body['setAt']))).toBeGreaterThanOrEqual(before);
    for (const replica of replicas()) expect(await rulesAt(replica)).toEqual(body);

    const count = scene.apps.length;
    await scene.restart();
    while (scene.apps.length < count) await scene.startApp();
    for (const replica of replicas()) expect(await rulesAt(replica)).toEqual(body);
  });

  test('earlier rules are kept: who set them, and when', async () => {
    await staff.setRules({ capacity: 9 });
    const rows = await view.rows<{ rules: string; setBy: string; setAt: number }>(
      'SELECT rules, setBy, setAt FROM assignment_rules ORDER BY id',
    );
    expect(rows.map(({ rules, setBy }) => [JSON.parse(rules) as unknown, setBy])).toEqual([
      [OTHERS, 'admin'],
      [{ ...DEFAULT_RULES, capacity: 9 }, 'admin'],
    ]);
    expect(rows[0]!.setAt).toBeLessThanOrEqual(rows[1]!.setAt);
  });

  test.each([
    ['a part that is missing', { weights: undefined }, 'weights is missing.'],
    ['a field that is missing', { queue: { order: 'oldest-first' } }, 'queue.newRoundAfterSeconds is missing.'],
    ['a part that is unknown', { mood: 'good' }, 'request does not know mood.'],
    ['a field that is unknown', { weights: { ...OTHERS.weights, shoeSize: 43 } }, 'weights does not know shoeSize.'],
    ['a weight in words', { weights: { ...OTHERS.weights, specialty: 'much' } }, 'weights.specialty must be a number.'],
    ['a capacity of nothing', { capacity: 0 }, 'capacity must be at least 1.'],
  ])('%s gets a sentence that names it, and nothing changes', async (_, wrong, sentence) => {
    const [before, rows] = [await rulesAt(0), await countRows(view)];
    const field = sentence.split(' ')[0]!;
    const { status, body } = await scene.api('PUT', '/assignment-rules', { ...OTHERS, ...wrong });
    expect([status, body]).toMatchObject([400, { success: false, message: sentence, fields: { [field]: sentence } }]);
    expect([await rulesAt(0), await countRows(view)]).toEqual([before, rows]);
  });

  describe('the next choice is made by them', () => {
    beforeEach(() => staff.startAnew());

    const choice = async (ticketId: number) => {
      const { audit } = await scene.ticket(ticketId);
      return audit.findLast(({ action }) => action === 'offered')!.details;
    };

    test('on every replica, and the audit trail keeps its terms', async () => {
      const ada = await staff.hire('Ada', { specialties: ['accounting', 'other'] });
      const bo = await staff.hire('Bo');
      await staff.setRules(OTHERS);
      for (const replica of replicas()) {
        const openTickets = 0;
        const ticket = await staff.openAndSettle(`To replica ${replica}`, { category: 'accounting', priority: 'high' });
        const terms = { openTickets, openOffers: replica, workload: 0 - 2 * replica, pressing: 0 - replica };
        expect(await choice(ticket)).toEqual({
          agentId: ada.agentId,
          round: 1,
          weights: OTHERS.weights,
          scores: [
            { agentId: ada.agentId, specialty: 7, ...terms, total: 7 - 3 * replica, hindrance: null },
            {
              agentId: bo.agentId,
              ...{ openTickets, openOffers: 0, specialty: 0, workload: 0, pressing: 0, total: 0, hindrance: null },
            },
          ],
        });
      }
      // What Ada knows besides is no specialty by these rules, and she has been asked already.
      expect(await choice(await staff.openAndSettle('No books', { category: 'other' }))).toMatchObject({
        agentId: bo.agentId,
      });
    });

    test('an offer holds as long as they say', async () => {
      await staff.hire('Ada');
      await staff.setRules({ offerTimeoutSeconds: 75 });
      const { offers } = await offersOf(scene, await staff.openAndSettle('Please answer soon'));
      const [{ offeredAt, expiresAt }] = offers as [(typeof offers)[0]];
      expect(Date.parse(expiresAt!) - Date.parse(offeredAt)).toBe(75_000);
    });
  });
});
