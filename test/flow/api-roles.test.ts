import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiWorld } from '../support/api/api-world.ts';
import { addressOf, operationsOf, readDocument } from '../support/api/documented.ts';
import { routesOf } from '../support/api/routes-of.ts';
import { seed, type Seeded } from '../support/api/seed.ts';
import { onEachDatabase } from '../support/databases.ts';

/** Those who ask: without a key, and with a merchant's, an agent's and an admin's. */
const WHO = ['nobody', 'merchant', 'agent', 'admin'] as const;

type Statuses = readonly [nobody: number, merchant: number, agent: number, admin: number];

const EVERYBODY: Statuses = [200, 200, 200, 200];
const ALL_WITH_A_KEY: Statuses = [401, 200, 200, 200];
const US: Statuses = [401, 403, 200, 200];
const ADMINS: Statuses = [401, 403, 403, 200];
const ADMINS_MAKE: Statuses = [401, 403, 403, 201];
/** These ask for a session, which no key is. */
const NO_KEY_OPENS: Statuses = [401, 401, 401, 401];
/** No link is called so. */
const NO_LINK: Statuses = [410, 410, 410, 410];
/** None is signed so. */
const NO_FILE: Statuses = [404, 404, 404, 404];

/** Every route of the product, and what becomes of those who ask. A new route is not in it, and fails the test. */
const TABLE: Readonly<Record<string, Statuses>> = {
  'POST /api/support-tickets': [401, 201, 201, 201],
  'GET /api/support-tickets': ALL_WITH_A_KEY,
  'GET /api/support-tickets/:id': ALL_WITH_A_KEY,
  'PATCH /api/support-tickets/:id': US,
  'POST /api/support-tickets/:id/merge': US,
  'GET /api/support-tickets/:id/offers': US,
  'POST /api/merchants': ADMINS_MAKE,
  'GET /api/merchants': ALL_WITH_A_KEY,
  'POST /api/channels': ADMINS_MAKE,
  'POST /api/install-links': ADMINS_MAKE,
  'GET /api/channels': ADMINS,
  'POST /api/support-agents': ADMINS_MAKE,
  'GET /api/support-agents': US,
  'PATCH /api/support-agents/:id': ADMINS,
  'PATCH /api/support-agents/:id/availability': ADMINS,
  'GET /api/assignment-rules': US,
  'PUT /api/assignment-rules': ADMINS,
  'POST /api/assignment-rules/preview': US,
  'POST /api/members': ADMINS_MAKE,
  'GET /api/members': ADMINS,
  'DELETE /api/members/:id/sessions': ADMINS,
  'POST /api/login-links': ADMINS_MAKE,
  'POST /api/keys': ADMINS_MAKE,
  'GET /api/keys': ADMINS,
  'DELETE /api/keys/:id': ADMINS,
  'GET /api/audit': ADMINS,
  'GET /api/jobs': ADMINS,
  'POST /api/jobs/:id/retry': ADMINS,
  'GET /api/openapi.json': EVERYBODY,
  'GET /api/docs': EVERYBODY,
  'GET /': EVERYBODY,
  'GET /healthz': EVERYBODY,
  'GET /readyz': EVERYBODY,
  'GET /metrics': EVERYBODY,
  'GET /files/:signed': NO_FILE,
  'GET /sign-in/:token': NO_LINK,
  'POST /sign-in/:token': NO_LINK,
  'POST /sign-out': EVERYBODY,
  'GET /session': NO_KEY_OPENS,
  'POST /session/pass': NO_KEY_OPENS,
  'GET /session/tickets': NO_KEY_OPENS,
  'GET /session/tickets/:number': NO_KEY_OPENS,
};

onEachDatabase((database) => {
  let world: ApiWorld;
  let seeded: Seeded;
  const tokens = { nobody: null, merchant: '', agent: '', admin: '' };

  beforeAll(async () => {
    world = await ApiWorld.open(database);
    seeded = await seed(world);
    tokens.merchant = await world.key('merchant', seeded.merchantId);
    tokens.agent = await world.key('agent');
    tokens.admin = await world.key('admin');
  });
  afterAll(() => world.close());

  test('the table has every route, and no other', () => {
    expect(routesOf(world.app).toSorted()).toEqual(Object.keys(TABLE).toSorted());
  });

  test('every route does for each role what the table says', async () => {
    const documented = new Map(operationsOf(await readDocument(world)).map((operation) => [operation.name, operation]));
    const found: Record<string, number[]> = {};
    for (const name of routesOf(world.app)) {
      const [method, path] = name.split(' ') as [string, string];
      const operation = documented.get(name);
      const address = operation ? addressOf(operation) : path.replaceAll(/:\w+/g, 'SB-1001');
      const statuses: number[] = [];
      for (const who of WHO) {
        const { status, text } = await world.ask(method, address, { token: tokens[who], body: operation?.example });
        statuses.push(status);
        if (who === 'merchant') expect([name, text]).toEqual([name, expect.not.stringContaining('of the second')]);
      }
      found[name] = statuses;
    }
    expect(found).toEqual(TABLE);
  });

  test('no route does anything for a merchant with the id of their twin’s ticket', async () => {
    const operations = operationsOf(await readDocument(world)).filter(({ path }) => path.includes('{'));
    const found: Record<string, number> = {};
    for (const operation of operations) {
      const address = addressOf(operation, seeded.ticketOfTwin);
      const asked = { token: tokens.merchant, body: operation.example };
      found[operation.name] = (await world.ask(operation.method, address, asked)).status;
    }
    const expected = operations.map(({ name, operation }) => [
      name,
      operation['x-roles'].includes('merchant') ? 404 : 403,
    ]);
    expect(found).toEqual(Object.fromEntries(expected));
    const { body } = await world.ask('GET', `/api/support-tickets/${seeded.ticketOfTwin}`);
    expect(body['ticket']).toMatchObject({ status: 'new', priority: 'normal' });
  });

  test('who may not is told nothing of what is there', async () => {
    for (const path of ['/api/support-tickets/1/offers', '/api/support-tickets/99999/offers']) {
      const { status, body } = await world.ask('GET', path, { token: tokens.merchant });
      expect([status, body]).toEqual([
        403,
        { success: false, code: 'forbidden', message: 'This needs the permission offers:read.' },
      ]);
    }
  });
});
