import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TICKET_CATEGORIES, TICKET_PRIORITIES } from '../../src/tickets/ticket.ts';
import { onEachDatabase } from '../support/databases.ts';
import { askedFor } from '../support/scene/offers.ts';
import { Scene, type Agent } from '../support/scene/scene.ts';
import { Staff } from '../support/scene/staff.ts';

const RUNS = 10;

/** Somebody who may be chosen, with so many tickets in hand. */
const somebody = fc.record({
  specialties: fc.subarray([...TICKET_CATEGORIES]),
  capacity: fc.option(fc.integer({ min: 1, max: 3 })),
  isAvailable: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  inHand: fc.integer({ min: 0, max: 2 }),
});

const someRules = fc.record({
  weights: fc.record({
    specialty: fc.constantFrom(0, 5, 50),
    openTicket: fc.constantFrom(0, 2, 5),
    pressing: fc.constantFrom(0, 3, 30),
  }),
  specialties: fc.subarray([...TICKET_CATEGORIES]),
  capacity: fc.option(fc.integer({ min: 1, max: 3 })),
});

type Somebody = typeof somebody extends fc.Arbitrary<infer T> ? T : never;

const someMatter = fc.record({
  category: fc.constantFrom(...TICKET_CATEGORIES),
  priority: fc.constantFrom(...TICKET_PRIORITIES),
});

onEachDatabase((database) => {
  let scene: Scene;
  let staff: Staff;

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    staff = new Staff(scene, await scene.merchant('Acme'));
    await scene.desk();
  });
  afterAll(() => scene.close());

  /** Whom the preview names for a ticket. */
  const named = async (ticketId: number) => {
    const path = '/assignment-rules/preview';
    const { body } = await scene.api<{ chosen: { agentId: number } | null }>('POST', path, { ticketId });
    return body.chosen?.agentId ?? null;
  };

  const hireAll = async (team: readonly Somebody[]) => {
    const agents: Agent[] = [];
    for (const { inHand, ...more } of team) {
      const agent = await staff.hire(`Agent ${agents.length}`, more);
      agents.push(agent);
      for (let count = 0; count < inHand; count += 1) {
        await scene.changeTicket(await staff.openAndSettle('In hand'), { assignedTo: agent.agentId });
      }
    }
    await staff.chosen();
    return agents;
  };

  const queue = { order: 'urgent-first', newRoundAfterSeconds: null } as const;
  const team = fc.array(somebody, { minLength: 1, maxLength: 4 });

  /** A ticket is reopened and then passed on by each who is asked, until it queues; each time somebody was named. */
  const comesTrue = fc.asyncProperty(someRules, team, someMatter, async (rules, people, matter) => {
    await staff.startAnew();
    await staff.setRules({ ...rules, queue });
    const ticket = await staff.openAndSettle('What will become of it', matter);
    await scene.changeTicket(ticket, { status: 'closed' });
    const agents = await hireAll(people);
    let next = await named(ticket);
    await scene.changeTicket(ticket, { status: 'in_progress' });
    await staff.chosen();
    while (next !== null) {
      expect(await askedFor(scene, ticket)).toBe(next);
      const asked = agents.find(({ agentId }) => agentId === next)!;
      next = await named(ticket);
      await staff.pass(ticket, asked);
    }
    expect(await askedFor(scene, ticket)).toBeNull();
  });

  test('whoever the preview names is asked, whatever the rules are and whoever is there', () =>
    fc.assert(comesTrue, { numRuns: RUNS, endOnFailure: true }));
});
