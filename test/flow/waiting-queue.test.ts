import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEachDatabase } from '../support/databases.ts';
import { DeskView } from '../support/scene/desk-view.ts';
import { clickCard, offersOf, untilAsked } from '../support/scene/offers.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import { Staff } from '../support/scene/staff.ts';
import { clickOn } from '../support/scene/stories.ts';

const NEVER = { queue: { order: 'urgent-first', newRoundAfterSeconds: null } } as const;
const AFTER_ONE_SECOND = { queue: { order: 'urgent-first', newRoundAfterSeconds: 1 } } as const;

onEachDatabase((database) => {
  let scene: Scene;
  let acme: Merchant;
  let staff: Staff;
  let desk: DeskView;

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    acme = await scene.merchant('Acme');
    staff = new Staff(scene, acme);
    desk = new DeskView(scene, await scene.desk());
  });
  beforeEach(() => staff.startAnew());
  afterAll(() => scene.close());

  const numberOf = (ticketId: number) => `SB-${1000 + ticketId}`;

  /** What the desk reads of a ticket's waiting, in one note for each time. */
  const told = async (ticketId: number) => {
    await scene.untilIdle();
    return (await desk.notes(ticketId)).map(({ shown }) => shown.replace(`${numberOf(ticketId)} from Acme `, ''));
  };

  /** Who was asked, in which round: `Ada 1`. */
  const offersMade = async (ticketId: number) =>
    (await offersOf(scene, ticketId)).offers.map(({ agentId, round }) => `${staff.nameOf(agentId)} ${round}`);

  const roundOf = async (ticketId: number) => (await offersOf(scene, ticketId)).waiting?.round;

  const TAKE = '\n[Assign to me]';
  const FIRST_WHO_IS_FREE = `It goes to the first who is free.${TAKE}`;

  describe('the desk is told once for each time of waiting', () => {
    test('in a note that tells how it stands, and what became of it', async () => {
      const ticket = await staff.open('Nobody is there');
      expect(await told(ticket)).toEqual([`waits for an agent. Nobody is free. ${FIRST_WHO_IS_FREE}`]);
      const [note] = await desk.notes(ticket);
      const [card] = await desk.cards(ticket);
      expect(note).toMatchObject({ threadTs: card!.ts, isBroadcast: true });

      const ada = await staff.hire('Ada');
      expect(await told(ticket)).toEqual([`is being offered to Ada.${TAKE}`]);
      await clickCard(scene, ada, ticket, 'Accept');
      expect(await told(ticket)).toEqual(['waited for an agent and went to Ada.']);
      expect(await desk.notes(ticket)).toMatchObject([{ ts: note!.ts, buttons: [] }]);

      // It had an agent: that it waits once more is news.
      await scene.setAvailable(ada, false);
      const before = 'waited for an agent and went to Ada.';
      expect(await told(ticket)).toEqual([before, `waits for an agent. Nobody is free. ${FIRST_WHO_IS_FREE}`]);
      await scene.changeTicket(ticket, { status: 'resolved' });
      expect(await told(ticket)).toEqual([before, 'waited for an agent and was resolved.']);
    });

    test('with a button that takes it, and is gone then', async () => {
      const ada = await staff.hire('Ada', { isAvailable: false });
      const ticket = await staff.open('Take me');
      const [note] = await desk.untilNoted(ticket);
      await clickOn(scene, note!, ada, 'Assign to me');
      expect(await scene.ticket(ticket)).toMatchObject({ assignedTo: ada.agentId, status: 'in_progress' });
      expect(await told(ticket)).toEqual(['waited for an agent and went to Ada.']);
      expect(await desk.notes(ticket)).toMatchObject([{ ts: note!.ts, buttons: [] }]);
    });

    test('of its own, also when the next one follows at once', async () => {
      const ada = await staff.hire('Ada', { isAvailable: false });
      const ticket = await staff.open('Back and forth');
      await desk.untilNoted(ticket);
      await scene.changeTicket(ticket, { assignedTo: ada.agentId });
      await scene.changeTicket(ticket, { assignedTo: null });
      const waits = `waits for an agent. Nobody is free. ${FIRST_WHO_IS_FREE}`;
      expect(await told(ticket)).toEqual(['waited for an agent.', waits]);
    });

    test('naming who let it pass; more than three are counted', async () => {
      await staff.setRules(NEVER);
      const names = ['Ada', 'Bo', 'Cy', 'Dot'];
      const agents: Agent[] = [];
      const lines: string[] = [];
      for (const name of names) {
        agents.push(await staff.hire(name));
        const ticket = await staff.open(`Nobody likes ${agents.length}`);
        for (const agent of agents) await staff.pass(ticket, agent);
        lines.push(...(await told(ticket)));
      }
      const who = ['Ada', 'Ada and Bo', 'Ada, Bo, and Cy', '4 agents were asked and'];
      expect(lines).toEqual(who.map((w) => `waits for an agent. ${w} did not take it. ${FIRST_WHO_IS_FREE}`));
    });

    test('and not again in a second round, nor when somebody comes back and passes', async () => {
      await staff.setRules(AFTER_ONE_SECOND);
      const ada = await staff.hire('Ada');
      const ticket = await staff.open('Again and again');
      for (const round of [1, 2, 3]) {
        await untilAsked(scene, ticket, ada);
        expect(await roundOf(ticket)).toBe(round);
        await staff.pass(ticket, ada);
      }
      await staff.setRules(NEVER);
      await scene.setAvailable(ada, false);
      await scene.setAvailable(ada, true);
      await staff.pass(ticket, ada);
      expect(await told(ticket)).toHaveLength(1);
    });
  });

  describe('everybody is asked again', () => {
    test('after the time that the rules say', async () => {
      await staff.setRules(AFTER_ONE_SECOND);
      const [ada, bo] = [await staff.hire('Ada'), await staff.hire('Bo')];
      const ticket = await staff.open('Nobody wants it');
      for (const agent of [ada, bo, ada, bo]) await staff.pass(ticket, agent);
      expect(await offersMade(ticket)).toMatchObject(['Ada 1', 'Bo 1', 'Ada 2', 'Bo 2']);
    });

    test('or never', async () => {
      await staff.setRules(NEVER);
      const ticket = await staff.open('Nobody wants it');
      await staff.pass(ticket, await staff.hire('Ada'));
      await sleep(2_000);
      expect(await offersMade(ticket)).toEqual(['Ada 1']);
    });

    test('also what waits already, by rules that have changed', async () => {
      const ada = await staff.hire('Ada');
      const ticket = await staff.open('Would have waited an hour');
      await staff.pass(ticket, ada);
      await staff.setRules(AFTER_ONE_SECOND);
      await untilAsked(scene, ticket, ada);

      await staff.setRules({ queue: { ...NEVER.queue, newRoundAfterSeconds: 3 } });
      await staff.pass(ticket, ada);
      await staff.setRules(NEVER);
      await sleep(4_000);
      expect(await offersMade(ticket)).toEqual(['Ada 1', 'Ada 2']);
    });
  });

  describe('who comes back is asked again', () => {
    const comeBack = async (agent: Agent) => {
      await scene.setAvailable(agent, false);
      await scene.setAvailable(agent, true);
      await staff.chosen();
    };

    test('before the others, who follow in the same round', async () => {
      await staff.setRules(NEVER);
      const [ada, bo] = [await staff.hire('Ada'), await staff.hire('Bo', { specialties: ['accounting'] })];
      const ticket = await staff.open('Nobody wants it', { category: 'accounting' });
      for (const agent of [bo, ada]) await staff.pass(ticket, agent);
      await comeBack(ada);
      expect(await offersMade(ticket)).toEqual(['Bo 1', 'Ada 1', 'Ada 2']);
      for (const agent of [ada, bo]) await staff.pass(ticket, agent);
      expect(await offersMade(ticket)).toEqual(['Bo 1', 'Ada 1', 'Ada 2', 'Bo 2']);
    });

    test.each([
      ['passed', (ticket: number, ada: Agent) => staff.pass(ticket, ada)],
      ['had not answered', () => Promise.resolve()],
    ] as const)('also when another is being asked meanwhile: she %s', async (_, answer) => {
      await staff.setRules(NEVER);
      const [ada, bo] = [await staff.hire('Ada'), await staff.hire('Bo')];
      const ticket = await staff.openAndSettle('Bo is asked after Ada');
      await answer(ticket, ada);
      await comeBack(ada);
      await staff.pass(ticket, bo);
      expect(await staff.asked(ticket)).toEqual(['Ada']);
    });
  });
});
