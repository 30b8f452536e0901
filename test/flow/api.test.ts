import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { pagesOf } from '../support/scene/pages-of.ts';
import { Scene, type ApiTicket, type Merchant } from '../support/scene/scene.ts';
import type { Channel } from '../support/slack-stand-in/world-types.ts';

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown as string;
const ID = expect.any(Number) as unknown as number;

onEachDatabase((database) => {
  let scene: Scene;
  let desk: Channel;
  let acme: Merchant;

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
  });
  afterAll(() => scene.close());

  const post = <T = Record<string, unknown>>(path: string, body: unknown, headers?: Record<string, string>) =>
    scene.api<T>('POST', path, body, headers);

  const wanted = (more: Record<string, unknown> = {}) => ({
    subject: 'Payout is wrong',
    description: 'It is 40 euros short',
    merchantId: acme.id,
    ...more,
  });

  const open = async (more: Record<string, unknown> = {}) => {
    const answer = await post<{ ticket: ApiTicket }>('/support-tickets', wanted(more));
    expect(answer.status).toBe(201);
    return answer.body.ticket;
  };

  const change = (id: number, body: unknown) =>
    scene.api<{ ticket: ApiTicket }>('PATCH', `/support-tickets/${id}`, body);

  const idsOf = (page: readonly { readonly id: number }[]) => page.map(({ id }) => id);

  describe('who may ask', () => {
    const ENDPOINTS = [
      ['GET', '/merchants'],
      ['POST', '/merchants'],
      ['GET', '/channels'],
      ['POST', '/channels'],
      ['GET', '/support-agents'],
      ['POST', '/support-agents'],
      ['PATCH', '/support-agents/1'],
      ['PATCH', '/support-agents/1/availability'],
      ['GET', '/support-tickets'],
      ['POST', '/support-tickets'],
      ['GET', '/support-tickets/1'],
      ['PATCH', '/support-tickets/1'],
      ['GET', '/support-tickets/1/offers'],
      ['GET', '/assignment-rules'],
      ['PUT', '/assignment-rules'],
      ['POST', '/assignment-rules/preview'],
      ['GET', '/jobs'],
      ['POST', '/jobs/1/retry'],
    ] as const;

    test.each(ENDPOINTS)('%s %s is for those who have a key', async (method, path) => {
      for (const authorization of ['', 'Bearer something-else', 'Basic YTpi']) {
        const body = method === 'GET' ? undefined : {};
        const { status, body: refusal } = await scene.api(method, path, body, { authorization });
        expect([status, refusal]).toMatchObject([401, { success: false, code: 'unauthorized' }]);
      }
    });

    test('without a key nothing was made', async () => {
      await post('/merchants', { name: 'Intruder' }, { authorization: 'Bearer nobody' });
      const { body } = await scene.api('GET', '/merchants?limit=100');
      expect(JSON.stringify(body)).not.toContain('Intruder');
    });
  });

  test('a merchant is made and listed', async () => {
    const made = await post<{ merchant: { id: number } }>('/merchants', { name: '  Beta Ltd ' });
    expect(made).toEqual({
      status: 201,
      body: { success: true, merchant: { id: ID, name: 'Beta Ltd', createdAt: TIME } },
    });
    const names = ['Gamma', 'Delta', 'Epsilon'];
    for (const name of names) await post('/merchants', { name });

    const found = await pagesOf(scene, '/merchants?limit=2', 'merchants');
    expect(found.slice(0, -1).every((page) => page.length === 2)).toBe(true);
    expect(found.length).toBeGreaterThan(2);
    const all = found.flat();
    expect(all).toContainEqual(made.body.merchant);
    expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(['Acme', 'Beta Ltd', ...names]));
    expect(new Set(idsOf(all)).size).toBe(all.length);
  });

  test('a channel is connected once', async () => {
    const place = { platform: 'slack', workspaceId: 'T0HOME', channelId: 'C0GAMMA' };
    const made = await post('/channels', { ...place, role: 'merchant', merchantId: acme.id });
    const connected = { role: 'merchant', merchantId: acme.id, mode: 'auto', lostAt: null, foundAt: null };
    const channel = { id: ID, ...place, ...connected, createdAt: TIME };
    expect(made).toEqual({ status: 201, body: { success: true, channel } });

    const again = await post('/channels', { ...place, role: 'desk' });
    expect(again).toMatchObject({ status: 409, body: { success: false, code: 'conflict' } });
    const digest = await post('/channels', { ...place, channelId: 'C0DIGEST', role: 'digest' });
    expect(digest).toMatchObject({ status: 201, body: { channel: { role: 'digest', merchantId: null } } });

    const all = (await pagesOf(scene, '/channels?limit=1', 'channels')).flat();
    expect(all).toContainEqual(made.body['channel']);
    expect(all.map(({ channelId }) => channelId)).toEqual([acme.channel.id, desk.id, 'C0GAMMA', 'C0DIGEST']);
  });

  test('an agent is added once, goes away and comes back', async () => {
    const person = { platform: 'slack', workspaceId: 'T0HOME', userId: 'U0NED' };
    const ned = { name: 'Ned', email: 'ned@example.com', specialties: ['accounting'], isAvailable: false };
    const made = await post<{ agent: { id: number } }>('/support-agents', { ...ned, ...person });
    const inHand = { currentWorkload: 0, openOffers: 0 };
    const agent = { id: ID, ...ned, ...person, capacity: null, ...inHand, createdAt: TIME };
    expect(made).toEqual({ status: 201, body: { success: true, agent } });
    const { id } = made.body.agent;

    const twin = await post('/support-agents', { ...ned, name: 'Ned again' });
    expect(twin).toMatchObject({ status: 409, body: { success: false, code: 'conflict' } });
    const sameAccount = await post('/support-agents', { ...ned, ...person, email: 'other@example.com' });
    expect(sameAccount.status).toBe(409);
    const plain = await post('/support-agents', { name: 'Olaf', email: 'olaf@example.com', isAvailable: false });
    const nobody = { platform: null, workspaceId: null, userId: null };
    expect(plain.body).toMatchObject({ agent: { specialties: [], ...nobody } });

    const ticket = await open();
    await change(ticket.id, { assignedTo: id });
    const { body } = await scene.api<{ agents: unknown[] }>('GET', '/support-agents');
    expect(body).toMatchObject({ success: true, nextCursor: null });
    expect(body.agents).toContainEqual({ ...made.body.agent, currentWorkload: 1 });

    const availability = `/support-agents/${id}/availability`;
    const here = await scene.api('PATCH', availability, { isAvailable: true });
    expect(here).toEqual({
      status: 200,
      body: { success: true, agent: { ...agent, id, isAvailable: true, currentWorkload: 1 } },
    });
    const away = await scene.api('PATCH', availability, { isAvailable: false });
    expect(away).toMatchObject({ status: 200, body: { agent: { isAvailable: false, currentWorkload: 0 } } });
    const unknown = await scene.api('PATCH', '/support-agents/99999/availability', { isAvailable: true });
    expect(unknown).toMatchObject({ status: 404, body: { success: false, code: 'not_found' } });
  });

  describe('what is wrong is named', () => {
    const place = { platform: 'slack', workspaceId: 'T0HOME', channelId: 'C0WRONG' };
    const CASES: readonly (readonly [path: string, body: unknown, field: string])[] = [
      ['/merchants', {}, 'name'],
      ['/merchants', { name: '   ' }, 'name'],
      ['/merchants', { name: 'x'.repeat(201) }, 'name'],
      ['/merchants', { name: 'Acme', nmae: 'Acme' }, 'nmae'],
      ['/channels', { ...place, platform: 'irc', role: 'desk' }, 'platform'],
      ['/channels', { ...place, workspaceId: '', role: 'desk' }, 'workspaceId'],
      ['/channels', { ...place, channelId: 7, role: 'desk' }, 'channelId'],
      ['/channels', { ...place, role: 'kitchen' }, 'role'],
      ['/channels', { ...place, role: 'merchant' }, 'merchantId'],
      ['/channels', { ...place, role: 'merchant', merchantId: 99_999 }, 'merchantId'],
      ['/channels', { ...place, role: 'desk', mode: 'sometimes' }, 'mode'],
      ['/support-agents', { email: 'a@example.com' }, 'name'],
      ['/support-agents', { name: 'A', email: 'nonsense' }, 'email'],
      ['/support-agents', { name: 'A', email: 'a@example.com', specialties: ['cooking'] }, 'specialties'],
      ['/support-agents', { name: 'A', email: 'a@example.com', isAvailable: 'yes' }, 'isAvailable'],
      ['/support-agents', { name: 'A', email: 'a@example.com', userId: 'U0A' }, 'platform'],
      ['/support-agents', { name: 'A', email: 'a@example.com', capacity: 0 }, 'capacity'],
      ['/support-tickets', { description: 'Long', merchantId: 1 }, 'subject'],
      ['/support-tickets', { subject: 'Short', merchantId: 1 }, 'description'],
      ['/support-tickets', { subject: 'Short', description: 'Long' }, 'merchantId'],
      ['/support-tickets', { subject: ' ', description: 'Long', merchantId: 1 }, 'subject'],
      ['/support-tickets', { subject: 'Short', description: 'Long', merchantId: 99_999 }, 'merchantId'],
      ['/support-tickets', { subject: 'Short', description: 'Long', merchantId: 1, category: 'x' }, 'category'],
      ['/support-tickets', { subject: 'Short', description: 'Long', merchantId: 1, priority: 'asap' }, 'priority'],
      ['/support-tickets', { subject: 'Short', description: 'Long', merchantId: 1, contractId: 5 }, 'contractId'],
      ['/assignment-rules/preview', {}, 'ticketId'],
      ['/assignment-rules/preview', { ticketId: 1, rules: { weights: {} } }, 'rules'],
    ];

    test.each(CASES)('POST %s %j: %s', async (path, body, field) => {
      const { status, body: refusal } = await post(path, body);
      expect([status, refusal]).toMatchObject([400, { success: false, code: 'invalid' }]);
      expect(refusal['message']).toContain(field);
    });

    test('in a change', async () => {
      const { id } = await open();
      const wrong = { status: 'done', priority: 'asap', category: 'x', assignedTo: 'Bo', subject: 'Other' };
      for (const [field, value] of Object.entries(wrong)) {
        const { status, body } = await scene.api('PATCH', `/support-tickets/${id}`, { [field]: value });
        expect([status, body]).toMatchObject([400, { success: false, code: 'invalid' }]);
        expect(body['message']).toContain(field);
      }
      const unknown = await scene.api('PATCH', `/support-tickets/${id}`, { assignedTo: 99_999 });
      expect([unknown.status, unknown.body['message']]).toEqual([400, expect.stringContaining('assignedTo')]);
      const availability = await scene.api('PATCH', '/support-agents/1/availability', {});
      expect([availability.status, availability.body['message']]).toEqual([
        400,
        expect.stringContaining('isAvailable'),
      ]);
      expect(await scene.ticket(id)).toMatchObject({ status: 'new', priority: 'normal', assignedTo: null });
    });

    test('in a question', async () => {
      for (const query of ['limit=0', 'limit=101', 'cursor=nonsense', 'status=done', 'merchantId=x', 'assignedTo=x']) {
        const { status, body } = await scene.api('GET', `/support-tickets?${query}`);
        expect([query, status]).toEqual([query, 400]);
        expect(body['message']).toContain(query.split('=')[0]);
      }
      const jobs = await scene.api('GET', '/jobs?state=lost');
      expect([jobs.status, jobs.body['message']]).toEqual([400, expect.stringContaining('state')]);
    });

    test('in what is no JSON', async () => {
      const response = await fetch(`${scene.apps[0]!.url}/api/merchants`, {
        method: 'POST',
        headers: { authorization: `Bearer ${scene.appOptions.adminKey}`, 'content-type': 'application/json' },
        body: '{"name": ',
      });
      expect([response.status, await response.json()]).toMatchObject([400, { success: false, code: 'invalid' }]);
    });
  });

  test('what does not exist is not found', async () => {
    const asked = [
      await scene.api('GET', '/support-tickets/99999'),
      await scene.api('PATCH', '/support-tickets/99999', { priority: 'high' }),
      await scene.api('GET', '/support-tickets/99999/offers'),
      await scene.api('PATCH', '/support-agents/99999', { capacity: 1 }),
      await post('/assignment-rules/preview', { ticketId: 99_999 }),
      await post('/jobs/99999/retry', {}),
      await scene.api('GET', '/nothing-here'),
    ];
    for (const answer of asked)
      expect(answer).toMatchObject({ status: 404, body: { success: false, code: 'not_found' } });
  });

  test('a ticket from the API has a thread of its own in the channel, and the two talk there', async () => {
    const { slack } = scene;
    const eta = await scene.merchant('Eta');
    const ada = await slack.addUser({ name: 'Ada' });
    const sam = await scene.agent('Sam', [], false);
    const ticket = await open({ merchantId: eta.id, subject: 'Contract is due' });
    await change(ticket.id, { assignedTo: sam.agentId });
    await scene.settle();

    const [root, ...others] = await slack.posts({ channel: eta.channel.id });
    expect(others).toEqual([]);
    expect(root!.threadTs).toBeUndefined();
    expect(root!.shown).toContain('Contract is due');
    expect(root!.shown).toContain(`${ticket.ticketNumber} is open. Sam is looking at it.`);
    const [card] = await slack.posts({ channel: desk.id, containing: `${ticket.ticketNumber} · Contract is due` });
    expect(card!.shown).toContain('It is 40 euros short');

    await slack.say({ channel: eta.channel.id, user: ada.id, threadTs: root!.ts, text: 'Which contract?' });
    const [question] = await slack.untilPosted({ channel: desk.id, containing: 'Which contract?' });
    await slack.say({ channel: desk.id, user: sam.id, threadTs: card!.ts, text: 'The one of 2023' });
    const [answer] = await slack.untilPosted({ channel: eta.channel.id, containing: 'The one of 2023' });
    await scene.settle();
    expect(question).toMatchObject({ threadTs: card!.ts, username: 'Ada · Eta' });
    expect(answer).toMatchObject({ threadTs: root!.ts, username: 'Sam' });
    expect(await scene.ticket(ticket.id)).toMatchObject({ status: 'pending_merchant', firstResponseAt: TIME });
  });

  test('jobs are listed newest first, without what people wrote, and only a dead one can be retried', async () => {
    await scene.settle();
    const [first, second] = await pagesOf(scene, '/jobs?state=done&limit=100', 'jobs');
    const jobs = [...first!, ...(second ?? [])];
    expect(idsOf(jobs)).toEqual(idsOf(jobs).toSorted((a, b) => b - a));
    expect(jobs[0]).toEqual({
      id: ID,
      kind: expect.any(String) as unknown,
      lane: expect.any(String) as unknown,
      state: 'done',
      holdsLane: expect.any(Boolean) as unknown,
      attempts: expect.any(Number) as unknown,
      lastError: null,
      runAt: TIME,
      createdAt: TIME,
      finishedAt: TIME,
    });
    expect(JSON.stringify(jobs)).not.toContain('Payout');
    const retried = await post(`/jobs/${jobs[0]!.id}/retry`, {});
    expect(retried).toMatchObject({ status: 409, body: { success: false, code: 'conflict' } });
    // Ned is nobody whom Slack knows, and he was to be told of a ticket.
    const dead = await scene.api('GET', '/jobs?state=dead');
    const lastError = expect.stringContaining('user_not_found') as unknown;
    const job = { kind: 'post', state: 'dead', attempts: 1, finishedAt: TIME, lastError };
    expect(dead.body).toMatchObject({ success: true, jobs: [job], nextCursor: null });
  });
});
