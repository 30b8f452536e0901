import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { TICKET_CATEGORIES, TICKET_PRIORITIES } from '../../src/tickets/ticket.ts';
import { onEachDatabase } from '../support/databases.ts';
import { expectPromises, type Ask } from '../support/offer-promises.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { APART_MS, clickSeen, expectAllWell, offered, repeatRace, type Offered } from '../support/scene/offer-races.ts';
import { offersOf } from '../support/scene/offers.ts';
import { choiceOf, inOrderOfDecision, readAgents, replayChoices } from '../support/scene/replay-choices.ts';
import { Scene, type Agent, type ApiTicket } from '../support/scene/scene.ts';
import { Staff } from '../support/scene/staff.ts';
import type { Channel } from '../support/slack-stand-in/world-types.ts';
import { expectUnbroken } from '../support/unbroken-trail.ts';

const TICKETS = 200;
const AGENTS = 20;
/** Where every ticket is like the others, fewer show the same. */
const ALIKE = 100;
/** Longer than a card takes on a busy machine. */
const TIMEOUT_SECONDS = 4;

const numbersTo = (count: number) => Array.from({ length: count }, (_, index) => index);

onEachDatabase((database) => {
  const replicas = database.name === 'mariadb' ? 2 : 1;

  describe(`many tickets at once, ${AGENTS} agents`, () => {
    let scene: Scene;
    let staff: Staff;
    beforeEach(async () => {
      scene = await Scene.open(database, { replicas, app: { postsPerSecond: 1_000, editsPerSecond: 1_000 } });
      staff = new Staff(scene, await scene.merchant('Acme'));
    });
    afterEach(() => scene.close());

    /** @returns the tickets, in the order in which it was decided who is asked for them */
    async function openAll(count: number, detailsOf: (index: number) => Record<string, unknown>): Promise<ApiTicket[]> {
      await scene.settle();
      const ids = await Promise.all(numbersTo(count).map((index) => staff.open('Help', detailsOf(index))));
      await scene.untilIdle(40_000, ['edit']);
      const tickets = await Promise.all(ids.map((id) => scene.ticket(id)));
      return inOrderOfDecision(tickets);
    }

    test(`of ${TICKETS} every choice is the one that would have been made one after another`, async () => {
      await Promise.all(
        numbersTo(AGENTS).map((index) => {
          const specialties = TICKET_CATEGORIES.filter((_, bit) => (index >> bit) % 2 === 1);
          return staff.hire(`Agent ${index}`, { specialties, capacity: 4 + (index % 6) });
        }),
      );
      const agents = await readAgents(scene);

      const tickets = await openAll(TICKETS, (index) => ({
        category: TICKET_CATEGORIES[index % 4]!,
        priority: TICKET_PRIORITIES[(index >> 2) % 4]!,
      }));

      const made = tickets.map(choiceOf);
      expect(made).toEqual(replayChoices(agents, tickets));
      // Those who have enough are asked for nothing but what is urgent: some tickets wait.
      expect(made.filter(({ agentId }) => agentId === null).length).toBeGreaterThan(10);
      const offers = await Promise.all(tickets.map(async ({ id }) => (await offersOf(scene, id)).offers));
      expect(offers.map((of) => of[0]?.agentId ?? null)).toEqual(made.map(({ agentId }) => agentId));
      const ids = offers.flat().map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    });

    test(`of ${ALIKE} with nothing to tell them apart each is asked for exactly as many`, async () => {
      const agents = await Promise.all(numbersTo(AGENTS).map((index) => staff.hire(`Agent ${index}`)));
      const hired = await readAgents(scene);

      const tickets = await openAll(ALIKE, () => ({}));

      expect(tickets.map(choiceOf)).toEqual(replayChoices(hired, tickets));
      for (const { id, agentId } of agents) {
        const asked = tickets.filter((ticket) => choiceOf(ticket).agentId === agentId);
        expect(asked).toHaveLength(ALIKE / AGENTS);
        const { id: channel } = await scene.slack.directChannel(id);
        const cards = await scene.slack.posts({ channel });
        const unseen = asked.filter(({ ticketNumber }) => !cards.some(({ shown }) => shown.includes(ticketNumber)));
        expect(unseen).toEqual([]);
        expect(cards).toHaveLength(ALIKE / AGENTS);
      }
    });
  });

  describe('two things at the same moment', () => {
    let scene: Scene;
    let view: DatabaseView;
    let desk: Channel;
    let agents: Agent[];
    let staff: Staff;

    beforeAll(async () => {
      scene = await Scene.open(database, { replicas });
      view = await viewDatabase(scene.databaseUrl);
      desk = await scene.desk();
      staff = new Staff(scene, await scene.merchant('Acme'));
      agents = [await staff.hire('Ann'), await staff.hire('Ben'), await staff.hire('Cid')];
    });
    afterAll(async () => {
      await view.close();
      await scene.close();
    });

    const ask: Ask = (sql) => view.rows(sql);
    const next = () => offered(scene, staff, agents);
    /** What has become of a ticket, once everything is done. */
    const settled = async ({ id }: Offered) => {
      await expectAllWell(staff, ask);
      const ticket = await scene.ticket(id);
      expectUnbroken(ticket);
      return ticket;
    };
    const rootOf = async ({ ticketNumber }: Offered) =>
      (await scene.slack.untilPosted({ channel: desk.id, threadTs: null, containing: `${ticketNumber} · ` }))[0]!;
    const changesOfHands = ({ audit }: ApiTicket) => audit.filter(({ details }) => details['assignedTo'] !== undefined);
    const statesOf = async ({ id }: Offered) => (await offersOf(scene, id)).offers.map(({ state }) => state);
    const over = ({ id }: Offered) => scene.changeTicket(id, { status: 'closed' });

    test('the same agent accepts twice: once is enough', () =>
      repeatRace(async (together) => {
        const offer = await next();
        const accept = (replica: number) => () => clickSeen(scene, offer.card, offer.asked, 'Accept', replica);
        await together(accept(0), accept(1));
        const ticket = await settled(offer);
        expect(ticket).toMatchObject({ assignedTo: offer.asked.agentId, status: 'in_progress' });
        expect(changesOfHands(ticket)).toHaveLength(1);
        expect(await statesOf(offer)).toEqual(['accepted']);
        await over(offer);
      }));

    test('two agents assign a ticket to themselves: one has it in the end', () =>
      repeatRace(async (together) => {
        const offer = await next();
        const root = await rootOf(offer);
        const assign = (agent: Agent, replica: number) => () => clickSeen(scene, root, agent, 'Assign to me', replica);
        await together(assign(offer.asked, 0), assign(offer.other, 1));
        const ticket = await settled(offer);
        expect([offer.asked.agentId, offer.other.agentId]).toContain(ticket.assignedTo);
        expect(changesOfHands(ticket)).toHaveLength(2);
        await over(offer);
      }));

    test('one accepts, and goes away', () =>
      repeatRace(async (together) => {
        const offer = await next();
        const { asked, card } = offer;
        await together(
          () => clickSeen(scene, card, asked, 'Accept', 0),
          () => scene.setAvailable(asked, false),
        );
        const ticket = await settled(offer);
        // Whose word came after their going away has it all the same.
        const isTheirs = ticket.assignedTo === asked.agentId;
        expect(await statesOf(offer)).toEqual(isTheirs ? ['withdrawn', 'accepted'] : [expect.any(String), 'offered']);
        await over(offer);
        await scene.setAvailable(asked, true);
      }));

    test('one passes, and another assigns the ticket to themselves', () =>
      repeatRace(async (together) => {
        const offer = await next();
        const root = await rootOf(offer);
        await together(
          () => clickSeen(scene, offer.card, offer.asked, 'Pass', 0),
          () => clickSeen(scene, root, offer.other, 'Assign to me', 1),
        );
        const ticket = await settled(offer);
        expect(ticket).toMatchObject({ assignedTo: offer.other.agentId, status: 'in_progress' });
        expect(['passed', 'withdrawn']).toContain((await statesOf(offer))[0]);
        await over(offer);
      }));

    test('one resolves the ticket, and another accepts it', () =>
      repeatRace(async (together) => {
        const offer = await next();
        const root = await rootOf(offer);
        await together(
          () => clickSeen(scene, root, offer.other, 'Resolve', 0),
          () => clickSeen(scene, offer.card, offer.asked, 'Accept', 1),
        );
        const ticket = await settled(offer);
        expect(ticket.status).toBe('resolved');
        expect([offer.asked.agentId, offer.other.agentId]).toContain(ticket.assignedTo);
        expect(await statesOf(offer)).not.toContain('offered');
      }));

    test('one accepts at the moment in which the time to answer is over', async () => {
      await staff.setRules({ offerTimeoutSeconds: TIMEOUT_SECONDS });
      const race = async (afterMs: number) => {
        const offer = await next();
        const { offers } = await offersOf(scene, offer.id);
        await sleep(Math.max(0, Date.parse(offers[0]!.expiresAt!) + afterMs - Date.now()));
        await clickSeen(scene, offer.card, offer.asked, 'Accept', 1);
        await expectPromises(ask);
        return offer;
      };
      const raced = await Promise.all(APART_MS.map(race));
      await staff.setRules({});
      for (const offer of raced) {
        const { assignedTo } = await settled(offer);
        const [first, ...more] = await statesOf(offer);
        expect(['accepted', 'expired']).toContain(first);
        if (first === 'accepted') expect([assignedTo, more]).toEqual([offer.asked.agentId, []]);
        // Whose word came too late has it only if nobody else was asked meanwhile.
        else
          expect([assignedTo, more.at(-1)]).toEqual(assignedTo ? [offer.asked.agentId, 'accepted'] : [null, 'offered']);
        await over(offer);
      }
    });
  });
});
