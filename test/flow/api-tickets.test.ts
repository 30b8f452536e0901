import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { pagesOf } from '../support/scene/pages-of.ts';
import { Scene, type ApiTicket } from '../support/scene/scene.ts';

const STATUSES = [
  'new',
  'in_progress',
  'pending_merchant',
  'pending_agent',
  'pending_customer',
  'resolved',
  'closed',
] as const;

/** What each status may not become, as people would say it: nothing is new again, and nobody waits in what is over. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  new: [],
  in_progress: ['new'],
  pending_merchant: ['new'],
  pending_agent: ['new'],
  pending_customer: ['new'],
  resolved: ['new', 'pending_merchant', 'pending_customer'],
  closed: ['new', 'pending_merchant', 'pending_customer', 'resolved'],
};

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown as string;
const ID = expect.any(Number) as unknown as number;

onEachDatabase((database) => {
  let scene: Scene;
  let acme: { readonly id: number };

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    acme = await newMerchant('Acme');
  });
  afterAll(() => scene.close());

  const post = <T = Record<string, unknown>>(path: string, body: unknown, headers?: Record<string, string>) =>
    scene.api<T>('POST', path, body, headers);

  /** One without a channel: these stories happen at the API alone. */
  const newMerchant = async (name: string) =>
    (await post<{ merchant: { id: number } }>('/merchants', { name })).body.merchant;

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

  describe('a ticket', () => {
    test('is opened, and shown whole', async () => {
      const answer = await post<{ ticket: ApiTicket }>(
        '/support-tickets',
        wanted({ category: 'accounting', priority: 'high', contractId: 'K-17' }),
      );
      const { id } = answer.body.ticket;
      const ticket = {
        id,
        ticketNumber: `SB-${1000 + id}`,
        subject: 'Payout is wrong',
        description: 'It is 40 euros short',
        category: 'accounting',
        priority: 'high',
        status: 'new',
        source: 'api',
        merchantId: acme.id,
        contractId: 'K-17',
        assignedTo: null,
        continuesId: null,
        mergedIntoId: null,
        createdAt: TIME,
        updatedAt: TIME,
        firstResponseAt: null,
        resolvedAt: null,
        closedAt: null,
      };
      expect(answer).toEqual({ status: 201, body: { success: true, ticket } });

      const asSaid = { isEdited: false, deletedAt: null, files: [], reactions: [] };
      const words = 'It is 40 euros short';
      const inAllForms = { text: words, markdown: `${words}\n`, html: `<p>${words}</p>` };
      const said = { id: ID, number: 1, side: 'merchant', visibility: 'public', agentId: null, authorId: null };
      const by = { kind: 'key', id: 'admin' };
      const switchboard = { actor: { kind: 'switchboard', id: 'switchboard' }, source: 'switchboard' };
      await scene.settle();
      const whole = await scene.api('GET', `/support-tickets/${id}`);
      expect(whole).toEqual({
        status: 200,
        body: {
          success: true,
          ticket: {
            ...ticket,
            messages: [{ ...said, ...asSaid, ...inAllForms, saidAt: TIME }],
            audit: [
              { id: ID, actor: by, source: 'api', action: 'opened', details: { source: 'api' }, at: TIME },
              {
                id: ID,
                actor: by,
                source: 'api',
                action: 'message',
                details: { number: 1, visibility: 'public' },
                at: TIME,
              },
              // There is no agent yet.
              { id: ID, ...switchboard, action: 'queued', details: { round: 1 }, at: TIME },
            ],
          },
        },
      });
    });

    test('keeps its times, and every change leaves a line of who, where, what and when', async () => {
      const { id } = await open();
      const resolved = (await change(id, { status: 'resolved', priority: 'urgent' })).body.ticket;
      expect(resolved).toMatchObject({ status: 'resolved', priority: 'urgent', resolvedAt: TIME, closedAt: null });
      const closed = (await change(id, { status: 'closed' })).body.ticket;
      expect(closed).toMatchObject({ status: 'closed', resolvedAt: resolved.resolvedAt, closedAt: TIME });
      const reopened = (await change(id, { status: 'in_progress', category: 'technical_issue' })).body.ticket;
      expect(reopened).toMatchObject({ resolvedAt: null, closedAt: null, category: 'technical_issue' });

      const { audit } = await scene.ticket(id);
      const changes = audit.filter(({ action }) => action === 'changed');
      expect(changes.map(({ details }) => details)).toMatchObject([
        { status: { from: 'new', to: 'resolved' }, priority: { from: 'normal', to: 'urgent' } },
        { status: { from: 'resolved', to: 'closed' } },
        { status: { from: 'closed', to: 'in_progress' }, category: { from: 'other', to: 'technical_issue' } },
      ]);
      const where = { actor: { kind: 'key', id: 'admin' }, source: 'api', at: TIME };
      for (const entry of changes) expect(entry).toMatchObject(where);
    });

    test.each(STATUSES)('that is %s changes only as the table says', async (from) => {
      const { id } = await open();
      await change(id, { status: from });
      const forbidden = FORBIDDEN[from]!;
      const allowed = STATUSES.filter((status) => status !== from && status !== 'new' && !forbidden.includes(status));
      for (const to of forbidden) {
        const { status, body } = await change(id, { status: to });
        expect([to, status, body]).toMatchObject([to, 409, { success: false, code: 'conflict', allowed }]);
      }
      expect((await change(id, { status: from })).status).toBe(200);
      expect(await scene.ticket(id)).toMatchObject({ status: from });
      for (const to of allowed) {
        const other = await open();
        await change(other.id, { status: from });
        expect([to, (await change(other.id, { status: to })).body.ticket]).toMatchObject([to, { status: to }]);
      }
    });

    test('is given to an agent by hand, which the audit trail and the agent are told', async () => {
      const pam = await scene.agent('Pam', [], false);
      const { id, ticketNumber } = await open({ subject: 'The terminal is broken' });

      const given = await change(id, { assignedTo: pam.agentId });
      await scene.settle();
      expect(given).toMatchObject({
        status: 200,
        body: { ticket: { assignedTo: pam.agentId, status: 'in_progress' } },
      });
      const direct = await scene.slack.directChannel(pam.id);
      const [card] = await scene.slack.posts({ channel: direct.id });
      expect(card!.shown).toContain('Acme needs you: The terminal is broken');
      expect(card!.shown).toContain(ticketNumber);

      await change(id, { assignedTo: null });
      await scene.settle();
      const { audit, assignedTo } = await scene.ticket(id);
      expect(assignedTo).toBeNull();
      const changes = audit.filter(({ action }) => action === 'changed');
      expect(changes.map(({ actor, details }) => [actor.kind, details])).toEqual([
        [
          'key',
          { assignedTo: { from: null, to: pam.agentId }, status: { from: 'new', to: 'in_progress' }, manual: true },
        ],
        ['key', { assignedTo: { from: pam.agentId, to: null }, manual: true }],
      ]);
      // It looks for an agent again, and there is none.
      expect(audit.at(-1)).toMatchObject({ action: 'queued', actor: { kind: 'switchboard' } });
    });
  });

  describe('an Idempotency-Key', () => {
    const key = (name: string) => ({ 'idempotency-key': name });

    test('gives the same ticket for the same request', async () => {
      const first = await post<{ ticket: ApiTicket }>('/support-tickets', wanted(), key('order-1'));
      const second = await post<{ ticket: ApiTicket }>('/support-tickets', wanted(), key('order-1'));
      expect([first.status, second.status]).toEqual([201, 200]);
      expect(second.body.ticket.id).toBe(first.body.ticket.id);
      const other = await post<{ ticket: ApiTicket }>('/support-tickets', wanted(), key('order-2'));
      expect(other.body.ticket.id).not.toBe(first.body.ticket.id);
    });

    test('gives one ticket to five requests at once', async () => {
      const ask = (_: unknown, index: number) =>
        scene.apiAt<{ ticket: ApiTicket }>(
          index % scene.apps.length,
          'POST',
          '/support-tickets',
          wanted({ subject: 'At once' }),
          key('order-3'),
        );
      const answers = await Promise.all(Array.from({ length: 5 }, ask));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 201]);
      expect(new Set(answers.map(({ body }) => body.ticket.id)).size).toBe(1);
      const tickets = await scene.tickets('?limit=100');
      expect(tickets.filter(({ subject }) => subject === 'At once')).toHaveLength(1);
    });

    test('refuses another request', async () => {
      await post('/support-tickets', wanted(), key('order-4'));
      const other = await post('/support-tickets', wanted({ priority: 'high' }), key('order-4'));
      expect(other).toMatchObject({ status: 422, body: { success: false, code: 'idempotency_key_reused' } });
    });

    test('is not used up by a request that was wrong', async () => {
      expect((await post('/support-tickets', { subject: 'Half' }, key('order-5'))).status).toBe(400);
      expect((await post('/support-tickets', wanted(), key('order-5'))).status).toBe(201);
    });
  });

  test('tickets are listed newest first, by filter and page', async () => {
    const zeta = await newMerchant('Zeta');
    const rex = await scene.agent('Rex', [], false);
    const made: number[] = [];
    for (let count = 0; count < 7; count += 1) made.push((await open({ merchantId: zeta.id })).id);
    const [one, two, three] = made as [number, number, number];
    await change(one, { priority: 'urgent' });
    await change(two, { category: 'accounting' });
    await change(three, { assignedTo: rex.agentId });

    const found = await pagesOf(scene, `/support-tickets?merchantId=${zeta.id}&limit=2`, 'tickets');
    expect(found.map((page) => page.length)).toEqual([2, 2, 2, 1]);
    expect(idsOf(found.flat())).toEqual(made.toReversed());
    expect(Object.keys(found[0]![0]!)).toEqual(expect.arrayContaining(['id', 'ticketNumber', 'status', 'closedAt']));
    expect(found[0]![0]).not.toHaveProperty('lastNumber');

    const by = async (filter: string) => idsOf(await scene.tickets(`?merchantId=${zeta.id}&${filter}`));
    expect(await by('priority=urgent')).toEqual([one]);
    expect(await by('category=accounting')).toEqual([two]);
    expect(await by(`assignedTo=${rex.agentId}`)).toEqual([three]);
    expect(await by('status=in_progress')).toEqual([three]);
    expect(await by('status=new&category=other')).toEqual([...made.slice(3).toReversed(), one]);
  });
});
