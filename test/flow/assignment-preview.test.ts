import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DEFAULT_RULES, type AssignmentRules } from '../../src/assignment/choice/assignment-rules.ts';
import { onEachDatabase } from '../support/databases.ts';
import { countRows, viewDatabase } from '../support/scene/database-view.ts';
import { Scene } from '../support/scene/scene.ts';
import { Staff } from '../support/scene/staff.ts';

interface Preview {
  readonly agents: readonly (Record<string, unknown> & { readonly agentId: number })[];
  readonly chosen: { readonly agentId: number; readonly name: string } | null;
  readonly why: string;
}

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

  const ask = (body: unknown) => scene.api('POST', '/assignment-rules/preview', body);

  const preview = async (ticketId: number, rules?: AssignmentRules): Promise<Preview> => {
    const { status, body } = await ask({ ticketId, rules });
    expect([status, body]).toMatchObject([200, { success: true, ticketId }]);
    return body as unknown as Preview;
  };

  const whyOf = async (ticketId: number) => {
    const { chosen, why } = await preview(ticketId);
    return [chosen?.name, why];
  };

  test('before there is any agent', async () => {
    const ticket = await staff.open('Nobody is here yet');
    const why = 'There is no agent yet: it would wait in the queue.';
    expect(await preview(ticket)).toMatchObject({ agents: [], chosen: null, why });
  });

  const terms = (load: readonly [number, number], specialty: number, workload: number, pressing: number) => ({
    openTickets: load[0],
    openOffers: load[1],
    specialty,
    workload,
    pressing,
    total: specialty + workload + pressing,
  });

  test('every agent, term by term, best first; and it changes nothing', async () => {
    const ada = await staff.hire('Ada', { specialties: ['accounting'], capacity: 5 });
    const ticket = await staff.openAndSettle('Books', { category: 'accounting', priority: 'high' });
    const bo = await staff.hire('Bo', { isAvailable: false, specialties: ['accounting'] });
    const cy = await staff.hire('Cy', { capacity: 1 });
    const held = await staff.openAndSettle('Held by Cy', { priority: 'low' });
    await scene.changeTicket(held, { assignedTo: cy.agentId });
    const dot = await staff.hire('Dot');
    await scene.settle();
    const view = await viewDatabase(scene.databaseUrl);
    const before = await countRows(view);

    const { agents, chosen, why } = await preview(ticket);

    expect(agents).toEqual([
      { agentId: bo.agentId, name: 'Bo', capacity: null, hindrance: 'away', ...terms([0, 0], 50, 0, 0) },
      { agentId: ada.agentId, name: 'Ada', capacity: 5, hindrance: 'asked', ...terms([0, 1], 50, -5, -3) },
      { agentId: dot.agentId, name: 'Dot', capacity: null, hindrance: null, ...terms([0, 0], 0, 0, 0) },
      { agentId: cy.agentId, name: 'Cy', capacity: 1, hindrance: 'full', ...terms([1, 0], 0, -5, -3) },
    ]);
    expect(chosen).toEqual({ agentId: dot.agentId, name: 'Dot' });
    expect(why).toBe('Ada is being asked; after that: Dot is the only one who could take it.');
    expect(await countRows(view)).toEqual(before);
    await view.close();
  });

  describe('why', () => {
    test('the highest score, alone or with others', async () => {
      await staff.hire('Ada');
      const ticket = await staff.openAndSettle('Ada is asked', { category: 'accounting' });
      await staff.hire('Bo');
      await staff.hire('Cy');
      const chosen =
        'has the highest score (0) with others, and comes first among them: chosen longest ago, or added first.';
      expect(await whyOf(ticket)).toEqual(['Bo', `Ada is being asked; after that: Bo ${chosen}`]);
      await staff.hire('Dot', { specialties: ['accounting'] });
      expect(await whyOf(ticket)).toEqual(['Dot', 'Ada is being asked; after that: Dot has the highest score (50).']);
    });

    test('whoever had it before comes last', async () => {
      const ada = await staff.hire('Ada', { specialties: ['accounting'] });
      await staff.hire('Bo');
      const ticket = await staff.openAndSettle('Ada gives it back', { category: 'accounting' });
      await scene.changeTicket(ticket, { assignedTo: ada.agentId });
      await scene.changeTicket(ticket, { assignedTo: null });
      await staff.chosen();
      expect(await staff.asked(ticket)).toEqual(['Bo']);
      await staff.hire('Cy');
      const why = 'Bo is being asked; after that: Cy has the highest score (0) of those who have not just had it.';
      expect(await whyOf(ticket)).toEqual(['Cy', why]);
    });

    test('nobody', async () => {
      await staff.hire('Ada', { capacity: 1 });
      const ticket = await staff.openAndSettle('Ada is asked');
      const bo = await staff.hire('Bo', { capacity: 1 });
      await staff.openAndSettle('Bo is full');
      expect(await staff.asked(ticket)).toEqual(['Ada']);
      const { chosen, why, agents } = await preview(ticket);
      expect([chosen, agents.find(({ agentId }) => agentId === bo.agentId)?.['hindrance']]).toEqual([null, 'full']);
      const counts = `None of ${agents.length} agents could take it (away: ${agents.length - 2}, full: 1, asked in this round: 1)`;
      expect(why).toBe(`Ada is being asked; after that: ${counts}: it would wait in the queue.`);
    });

    test('a ticket that is over, or that somebody has, says so', async () => {
      const ada = await staff.hire('Ada');
      const ticket = await staff.openAndSettle('Done');
      await scene.changeTicket(ticket, { assignedTo: ada.agentId });
      expect(await whyOf(ticket)).toEqual([
        'Ada',
        'Ada has the ticket; were it free: Ada is the only one who could take it.',
      ]);
      await scene.changeTicket(ticket, { status: 'closed' });
      expect(await whyOf(ticket)).toEqual([
        'Ada',
        'The ticket is closed; were it open: Ada is the only one who could take it.',
      ]);
    });

    test('of a ticket that somebody has, it names who will be asked if they give it back', async () => {
      const ada = await staff.hire('Ada', { specialties: ['accounting'] });
      await staff.hire('Bo');
      const ticket = await staff.openAndSettle('Ada gives it back', { category: 'accounting' });
      await scene.changeTicket(ticket, { assignedTo: ada.agentId });
      const { chosen } = await preview(ticket);
      await scene.changeTicket(ticket, { assignedTo: null });
      await staff.chosen();
      expect(await staff.asked(ticket)).toEqual([chosen?.name]);
    });

    test('one that is not known is not found', async () => {
      expect(await ask({ ticketId: 999_999 })).toMatchObject({ status: 404, body: { success: false } });
      expect(await ask({})).toMatchObject({ status: 400, body: { message: 'ticketId is missing.' } });
    });
  });

  test('other rules can be tried: they show what they would change, and are not in force', async () => {
    await staff.hire('Ada');
    const ticket = await staff.openAndSettle('Ada is asked', { category: 'accounting' });
    const bo = await staff.hire('Bo', { specialties: ['accounting'] });
    await staff.hire('Cy', { specialties: ['other'] });
    await scene.changeTicket(await staff.openAndSettle('Held by Bo'), { assignedTo: bo.agentId });
    expect(await whyOf(ticket)).toEqual(['Bo', 'Ada is being asked; after that: Bo has the highest score (45).']);

    const heavy = { ...DEFAULT_RULES, weights: { specialty: 1, openTicket: 10, pressing: 0 } };
    expect(await preview(ticket, heavy)).toMatchObject({
      chosen: { name: 'Cy' },
      why: 'Ada is being asked; after that: Cy has the highest score (0).',
    });
    const small = { ...DEFAULT_RULES, capacity: 1 };
    expect(await preview(ticket, small)).toMatchObject({
      why: 'Ada is being asked; after that: Cy is the only one who could take it.',
    });
    expect((await scene.api('GET', '/assignment-rules')).body).toMatchObject({ rules: DEFAULT_RULES });
    expect(await whyOf(ticket)).toEqual(['Bo', 'Ada is being asked; after that: Bo has the highest score (45).']);

    const wrong = await ask({ ticketId: ticket, rules: { ...DEFAULT_RULES, capacity: 0 } });
    expect(wrong).toMatchObject({ status: 400, body: { message: 'rules.capacity must be at least 1.' } });
  });
});
