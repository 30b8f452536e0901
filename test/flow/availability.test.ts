import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEachDatabase, onMariaDb } from '../support/databases.ts';
import { Scene, type Agent, type ApiTicket, type Merchant } from '../support/scene/scene.ts';

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

  const assignees = async (tickets: readonly ApiTicket[]) => {
    const now = await Promise.all(tickets.map(({ id }) => scene.ticket(id)));
    return now.map(({ assignedTo }) => assignedTo);
  };

  /** The subjects that an agent was told of in their direct conversation, in order. */
  const toldOf = async ({ id }: Agent) => {
    const direct = await scene.slack.directChannel(id);
    const cards = await scene.slack.posts({ channel: direct.id });
    return cards.map(({ shown }) => /needs you: (.*)/.exec(shown)?.[1]);
  };

  const workloads = async () => {
    const { body } = await scene.api<{ agents: { id: number; currentWorkload: number }[] }>('GET', '/support-agents');
    return new Map(body.agents.map(({ id, currentWorkload }) => [id, currentWorkload]));
  };

  test('who goes away hands all their open tickets to others, even when they come back at once', async () => {
    const ada = await agent('Ada');
    const hers = [await open('One'), await open('Two'), await open('Three')];
    const done = await open('Done');
    await scene.settle();
    await scene.changeTicket(done.id, { status: 'resolved' });
    const bo = await agent('Bo');
    const his = [await open('Four'), await open('Five')];
    await scene.settle();
    expect(await assignees([...hers, ...his])).toEqual([...hers.map(() => ada.agentId), ...his.map(() => bo.agentId)]);

    await scene.setAvailable(ada, false);
    await scene.setAvailable(ada, true);
    await scene.settle();

    expect(await assignees(hers)).toEqual(hers.map(() => bo.agentId));
    expect(await assignees([done])).toEqual([ada.agentId]);
    expect(await workloads()).toMatchObject(
      new Map([
        [ada.agentId, 0],
        [bo.agentId, 5],
      ]),
    );
    expect((await toldOf(bo)).toSorted()).toEqual(['Five', 'Four', 'One', 'Three', 'Two']);

    const { audit } = await scene.ticket(hers[0]!.id);
    expect(audit.slice(-2)).toMatchObject([
      { actor: { kind: 'key', id: 'admin' }, details: { assignedTo: { from: ada.agentId, to: null } } },
      { actor: { kind: 'switchboard' }, details: { assignedTo: { from: null, to: bo.agentId } } },
    ]);
  });

  test('with nobody there tickets wait, and who comes first gets the most urgent first, then the oldest', async () => {
    const waiting = [
      await open('Normal and old'),
      await open('Low', { priority: 'low' }),
      await open('Normal and new'),
      await open('Urgent', { priority: 'urgent' }),
      await open('High', { priority: 'high' }),
    ];
    await scene.settle();
    expect(await assignees(waiting)).toEqual(waiting.map(() => null));
    expect((await scene.tickets('?status=new')).map(({ id }) => id)).toEqual(waiting.map(({ id }) => id).toReversed());

    const cleo = await agent('Cleo', false);
    await scene.settle();
    expect(await assignees(waiting)).toEqual(waiting.map(() => null));
    await scene.setAvailable(cleo, true);
    await scene.settle();

    expect(await assignees(waiting)).toEqual(waiting.map(() => cleo.agentId));
    expect(await toldOf(cleo)).toEqual(['Urgent', 'High', 'Normal and old', 'Normal and new', 'Low']);
    expect(await scene.tickets('?status=in_progress')).toHaveLength(waiting.length);
  });

  test('who is alone gets their tickets back when they return, at once or later', async () => {
    const kay = await agent('Kay');
    const tickets = [await open('One'), await open('Two')];
    await scene.settle();

    await scene.setAvailable(kay, false);
    await scene.setAvailable(kay, true);
    await scene.settle();
    expect(await assignees(tickets)).toEqual([kay.agentId, kay.agentId]);

    await scene.setAvailable(kay, false);
    await scene.settle();
    expect(await assignees(tickets)).toEqual([null, null]);
    await scene.setAvailable(kay, true);
    await scene.settle();
    expect(await assignees(tickets)).toEqual([kay.agentId, kay.agentId]);
  });

  test('a new agent is given what waits, and told of it', async () => {
    const waiting = await open('Waiting for somebody');
    await scene.settle();
    const dan = await agent('Dan');
    await scene.settle();
    expect(await assignees([waiting])).toEqual([dan.agentId]);
    expect(await toldOf(dan)).toEqual(['Waiting for somebody']);
  });

  test('who is away is passed over, however well they know the matter', async () => {
    const eve = await agent('Eve', false, ['accounting']);
    const fay = await agent('Fay');
    const ticket = await open('The books do not balance', { category: 'accounting' });
    await scene.settle();
    expect(await assignees([ticket])).toEqual([fay.agentId]);
    expect(await toldOf(eve)).toEqual([]);
  });

  test('nobody who goes away while tickets pour in keeps one', async () => {
    const [gus, hal] = [await agent('Gus'), await agent('Hal')];
    const pour = Array.from({ length: 20 }, (_, index) => open(`Drop ${index}`));
    await Promise.all(pour.slice(0, 4));
    await scene.setAvailable(gus, false);
    const tickets = await Promise.all(pour);
    await scene.settle();
    expect(await assignees(tickets)).toEqual(tickets.map(() => hal.agentId));
  });
});

onMariaDb((database) => {
  let scene: Scene;
  beforeAll(async () => {
    // Between the look at who is available and the assignment there is time to go away.
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
    expect(await scene.ticket(1)).toMatchObject({ assignedTo: null });
    await scene.settle();
    expect(await scene.ticket(1)).toMatchObject({ assignedTo: jan.agentId });
  });
});
