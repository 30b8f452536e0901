import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { Scene, type ApiTicket } from '../support/scene/scene.ts';

interface Terms {
  readonly agentId: number;
  readonly openTickets: number;
  readonly openOffers: number;
  readonly specialty: number;
  readonly workload: number;
  readonly pressing: number;
  readonly total: number;
  readonly hindrance: string | null;
}

/** Who has no account is not asked, and is kept from nothing. */
const FREE = { openOffers: 0, hindrance: null };

onEachDatabase((database) => {
  let scene: Scene;
  let merchantId: number;
  let hired: number[] = [];

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    const made = await scene.api<{ merchant: { id: number } }>('POST', '/merchants', { name: 'Acme' });
    merchantId = made.body.merchant.id;
  });
  /** Each story begins with nothing open and nobody there. */
  beforeEach(async () => {
    const { tickets } = (await scene.api<{ tickets: ApiTicket[] }>('GET', '/support-tickets?limit=100')).body;
    await Promise.all(tickets.map(({ id }) => scene.changeTicket(id, { status: 'closed' })));
    for (const agentId of hired) await scene.setAvailable({ agentId }, false);
    hired = [];
    await scene.settle();
  });
  afterAll(() => scene.close());

  /** Somebody without an account: who gets what is all that matters here. */
  const hire = async (name: string, ...specialties: string[]) => {
    const email = `${name.toLowerCase()}@example.com`;
    const answer = await scene.api<{ agent: { id: number } }>('POST', '/support-agents', { name, email, specialties });
    expect(answer.status).toBe(201);
    hired.push(answer.body.agent.id);
    return answer.body.agent.id;
  };

  const post = async (more: Record<string, unknown>, replica = 0) => {
    const body = { subject: 'Help', description: 'Please help', merchantId, ...more };
    return (await scene.apiAt<{ ticket: ApiTicket }>(replica, 'POST', '/support-tickets', body)).body.ticket.id;
  };

  /** Opens a ticket and waits for its agent. */
  const open = async (more: Record<string, unknown> = {}) => {
    const id = await post(more);
    return scene.untilTicket(id, 'to have an agent', ({ assignedTo }) => assignedTo !== null);
  };

  /** Gives an agent so many open tickets by hand. */
  const keepBusy = async (assignedTo: number, tickets: number) => {
    for (let count = 0; count < tickets; count += 1) {
      const { id } = await open();
      await scene.changeTicket(id, { assignedTo });
    }
  };

  const decision = ({ audit }: ApiTicket) => audit.find(({ details }) => details['scores'] !== undefined)!;
  const scores = (ticket: ApiTicket) => decision(ticket).details['scores'] as readonly Terms[];

  test('forty tickets at once are spread as one after another would be', async () => {
    const agents: number[] = [];
    for (const name of 'Ann Ben Cid Dot Eli Flo Gil Hue'.split(' ')) agents.push(await hire(name));

    const opening = Array.from({ length: 40 }, (_, index) => post({}, index % scene.apps.length));
    const ids = await Promise.all(opening);
    await scene.settle();
    const tickets = await Promise.all(ids.map((id) => scene.ticket(id)));

    for (const agent of agents) {
      expect([agent, tickets.filter(({ assignedTo }) => assignedTo === agent)]).toMatchObject([agent, { length: 5 }]);
    }
    // In the order of the decisions, nobody gets a ticket before all others have as many; each saw those before it.
    const decided = tickets.toSorted((a, b) => decision(a).id - decision(b).id);
    decided.forEach((ticket, index) => {
      const [chosen, ...others] = scores(ticket);
      const round = Math.floor(index / agents.length);
      expect(chosen).toMatchObject({ agentId: ticket.assignedTo, workload: 0 - 5 * round });
      expect(others.every(({ total }) => total <= chosen!.total)).toBe(true);
      expect(sum(scores(ticket).map(({ workload }) => workload))).toBe(0 - 5 * index);
    });
  });

  test('a specialty weighs more than an empty desk', async () => {
    const expert = await hire('Ida', 'accounting');
    await keepBusy(expert, 3);
    const novice = await hire('Joe', 'technical_issue');

    const ticket = await open({ category: 'accounting' });

    expect(ticket).toMatchObject({ assignedTo: expert, status: 'in_progress' });
    expect(scores(ticket)).toEqual([
      { ...FREE, agentId: expert, openTickets: 3, specialty: 50, workload: -15, pressing: 0, total: 35 },
      { ...FREE, agentId: novice, openTickets: 0, specialty: 0, workload: 0, pressing: 0, total: 0 },
    ]);
    expect(decision(ticket)).toMatchObject({
      action: 'changed',
      actor: { kind: 'switchboard' },
      details: { assignedTo: { from: null, to: expert }, status: { from: 'new', to: 'in_progress' } },
    });
  });

  test('each open ticket weighs five, and resolved ones nothing', async () => {
    const busy = await hire('Kim');
    const first = await open();
    const idle = await hire('Lea');
    expect(await open()).toMatchObject({ assignedTo: idle });
    await scene.changeTicket(first.id, { status: 'resolved' });
    expect(await open()).toMatchObject({ assignedTo: busy });
  });

  test('when it presses, each open ticket weighs three more', async () => {
    const expert = await hire('Mia', 'accounting');
    await keepBusy(expert, 7);
    const novice = await hire('Noa');

    const high = await open({ category: 'accounting', priority: 'high' });
    expect(high).toMatchObject({ assignedTo: novice });
    await scene.changeTicket(high.id, { status: 'closed' });
    const normal = await open({ category: 'accounting' });
    expect(normal).toMatchObject({ assignedTo: expert });
    await scene.changeTicket(normal.id, { status: 'closed' });
    const urgent = await open({ category: 'accounting', priority: 'urgent' });

    expect(scores(urgent)).toEqual([
      { ...FREE, agentId: novice, openTickets: 0, specialty: 0, workload: 0, pressing: 0, total: 0 },
      { ...FREE, agentId: expert, openTickets: 7, specialty: 50, workload: -35, pressing: -21, total: -6 },
    ]);
  });

  test('ties go to the one who was assigned longest ago', async () => {
    const [ora, pia, quy] = [await hire('Ora'), await hire('Pia'), await hire('Quy')];
    const turns: (number | null)[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const { id, assignedTo } = await open();
      turns.push(assignedTo);
      await scene.changeTicket(id, { status: 'closed' });
    }
    expect(turns).toEqual([ora, pia, quy, ora, pia, quy]);
  });
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
