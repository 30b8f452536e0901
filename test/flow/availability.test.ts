import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEachDatabase, onMariaDb } from '../support/databases.ts';
import { acceptOffer, holderOf, offersOf } from '../support/scene/offers.ts';
import { Scene, type Agent, type ApiTicket, type Merchant } from '../support/scene/scene.ts';

interface ApiAgent {
  readonly id: number;
  readonly currentWorkload: number;
  readonly openOffers: number;
}

onEachDatabase((database) => {
  let scene: Scene;
  let acme: Merchant;
  const everybody: Agent[] = [];

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    acme = await scene.merchant('Acme');
    await scene.desk();
  });
  /** Each story begins with nothing open and nobody there. */
  beforeEach(async () => {
    const left = (await scene.tickets()).filter(({ status }) => status !== 'closed');
    await Promise.all(left.map(({ id }) => scene.changeTicket(id, { status: 'closed' })));
    await Promise.all(everybody.splice(0).map((agent) => scene.setAvailable(agent, false)));
    await scene.settle();
  });
  afterAll(() => scene.close());

  const agent = async (name: string, isAvailable = true, specialties: string[] = []) => {
    const hired = await scene.agent(name, specialties, isAvailable);
    everybody.push(hired);
    return hired;
  };

  let replica = 0;
  const open = async (subject: string, more: Record<string, unknown> = {}) => {
    replica = (replica + 1) % scene.apps.length;
    const body = { subject, description: `${subject}, please help`, merchantId: acme.id, ...more };
    const answer = await scene.apiAt<{ ticket: ApiTicket }>(replica, 'POST', '/support-tickets', body);
    expect(answer.status).toBe(201);
    return answer.body.ticket;
  };

  /** Who has each ticket, or is asked to take it. */
  const holders = (tickets: readonly ApiTicket[]) => Promise.all(tickets.map(({ id }) => holderOf(scene, id)));

  const places = async (tickets: readonly ApiTicket[]) => {
    const searches = await Promise.all(tickets.map(({ id }) => offersOf(scene, id)));
    return searches.map(({ waiting }) => waiting?.place);
  };

  /** The subjects that an agent was told of in their direct conversation, in order. */
  const toldOf = async ({ id }: Agent) => {
    const direct = await scene.slack.directChannel(id);
    const cards = await scene.slack.posts({ channel: direct.id });
    return cards.map(({ shown }) => /^Acme(?: needs you)?: (.*)/.exec(shown)?.[1]);
  };

  /** What each of these agents has in hand: open tickets, open offers. */
  const loads = async (...agents: readonly Agent[]) => {
    const { body } = await scene.api<{ agents: ApiAgent[] }>('GET', '/support-agents?limit=100');
    return agents.map(({ agentId }) => {
      const { currentWorkload, openOffers } = body.agents.find(({ id }) => id === agentId)!;
      return [currentWorkload, openOffers];
    });
  };

  test('who goes away hands all that they have or are asked for to others, even when they come back at once', async () => {
    const ada = await agent('Ada');
    const [one, two, three, done] = [await open('One'), await open('Two'), await open('Three'), await open('Done')];
    for (const { id } of [one, two, done]) await acceptOffer(scene, id, [ada]);
    await scene.changeTicket(done.id, { status: 'resolved' });
    const bo = await agent('Bo');
    const [four, five] = [await open('Four'), await open('Five')];
    await acceptOffer(scene, four.id, [bo]);
    await scene.settle();
    expect(await holders([one, two, three])).toEqual([ada.agentId, ada.agentId, ada.agentId]);
    expect(await holders([four, five])).toEqual([bo.agentId, bo.agentId]);
    expect(await loads(ada, bo)).toEqual([
      [2, 1],
      [1, 1],
    ]);

    await scene.setAvailable(ada, false);
    await scene.setAvailable(ada, true);
    await scene.settle();

    expect(await holders([one, two, three])).toEqual([bo.agentId, bo.agentId, bo.agentId]);
    expect(await holders([done])).toEqual([ada.agentId]);
    expect(await loads(ada, bo)).toEqual([
      [0, 0],
      [1, 4],
    ]);
    expect((await toldOf(bo)).toSorted()).toEqual(['Five', 'Four', 'One', 'Three', 'Two']);

    const because = 'the agent is away';
    const byAdmin = { actor: { kind: 'key', id: 'admin' }, source: 'api' };
    const toBo = { actor: { kind: 'switchboard' }, action: 'offered', details: { agentId: bo.agentId } };
    expect((await scene.ticket(one.id)).audit.slice(-2)).toMatchObject([
      { ...byAdmin, action: 'changed', details: { assignedTo: { from: ada.agentId, to: null }, because } },
      toBo,
    ]);
    expect((await scene.ticket(three.id)).audit.slice(-2)).toMatchObject([
      { ...byAdmin, action: 'withdrawn', details: { agentId: ada.agentId, because } },
      toBo,
    ]);
  });

  test('with nobody there tickets wait, and who comes first is asked for the most urgent first, then the oldest', async () => {
    const waiting = [
      await open('Normal and old'),
      await open('Low', { priority: 'low' }),
      await open('Normal and new'),
      await open('Urgent', { priority: 'urgent' }),
      await open('High', { priority: 'high' }),
    ];
    await scene.settle();
    expect(await holders(waiting)).toEqual(waiting.map(() => null));
    expect(await places(waiting)).toEqual([3, 5, 4, 1, 2]);
    expect((await scene.tickets('?status=new')).map(({ id }) => id)).toEqual(waiting.map(({ id }) => id).toReversed());

    const cleo = await agent('Cleo', false);
    await scene.settle();
    expect(await holders(waiting)).toEqual(waiting.map(() => null));
    await scene.setAvailable(cleo, true);
    await scene.settle();

    expect(await holders(waiting)).toEqual(waiting.map(() => cleo.agentId));
    expect(await toldOf(cleo)).toEqual(['Urgent', 'High', 'Normal and old', 'Normal and new', 'Low']);
    for (const { id } of waiting) await acceptOffer(scene, id, [cleo]);
    expect(await scene.tickets('?status=in_progress')).toHaveLength(waiting.length);
  });

  test('who is alone is asked for the same tickets again when they return, at once or later', async () => {
    const kay = await agent('Kay');
    const had = await open('Had');
    await acceptOffer(scene, had.id, [kay]);
    // So many that they still look for somebody else when she is back.
    const asked = await Promise.all(Array.from({ length: 20 }, (_, index) => open(`Asked ${index}`)));
    const tickets = [had, ...asked];
    await scene.settle();
    expect(await loads(kay)).toEqual([[1, asked.length]]);

    await scene.setAvailable(kay, false);
    await scene.setAvailable(kay, true);
    await scene.settle();
    expect(await holders(tickets)).toEqual(tickets.map(() => kay.agentId));

    await acceptOffer(scene, had.id, [kay]);
    await scene.setAvailable(kay, false);
    await scene.settle();
    expect(await holders(tickets)).toEqual(tickets.map(() => null));
    await scene.setAvailable(kay, true);
    await scene.settle();
    expect(await holders(tickets)).toEqual(tickets.map(() => kay.agentId));
  });

  test('a new agent is asked to take what waits, and told of it', async () => {
    const waiting = await open('Waiting for somebody');
    await scene.settle();
    const dan = await agent('Dan');
    await scene.settle();
    expect(await holders([waiting])).toEqual([dan.agentId]);
    expect(await toldOf(dan)).toEqual(['Waiting for somebody']);
  });

  test('who is away is passed over, however well they know the matter', async () => {
    const eve = await agent('Eve', false, ['accounting']);
    const fay = await agent('Fay');
    const ticket = await open('The books do not balance', { category: 'accounting' });
    await scene.settle();
    expect(await holders([ticket])).toEqual([fay.agentId]);
    expect(await toldOf(eve)).toEqual([]);
  });

  test('nobody who goes away while tickets pour in keeps one', async () => {
    const [gus, hal] = [await agent('Gus'), await agent('Hal')];
    const pour = Array.from({ length: 20 }, (_, index) => open(`Drop ${index}`));
    await Promise.all(pour.slice(0, 4));
    await scene.setAvailable(gus, false);
    const tickets = await Promise.all(pour);
    await scene.settle();
    expect(await holders(tickets)).toEqual(tickets.map(() => hal.agentId));
  });
});

onMariaDb((database) => {
  let scene: Scene;
  beforeAll(async () => {
    // Between the look at who is available and the offer there is time to go away.
    scene = await Scene.open(database, { app: { pause: { before: 'COUNT(*) AS tickets', ms: 800 } } });
  });
  afterAll(() => scene.close());

  test('who goes away at the very moment in which they are chosen is passed over', async () => {
    const acme = await scene.merchant('Acme');
    const [ivy, jan] = [await scene.agent('Ivy'), await scene.agent('Jan')];
    const ticket = { subject: 'Help', description: 'Please help', merchantId: acme.id };
    await scene.api('POST', '/support-tickets', ticket);
    await sleep(300);
    await scene.setAvailable(ivy, false);
    expect((await offersOf(scene, 1)).offers).toEqual([]);
    await scene.settle();
    expect((await offersOf(scene, 1)).offers).toMatchObject([{ agentId: jan.agentId, state: 'offered' }]);
  });
});
