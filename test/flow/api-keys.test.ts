import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiKeySchema } from '../../src/directory/keys/api-key.schema.ts';
import { ApiWorld } from '../support/api/api-world.ts';
import { onEachDatabase } from '../support/databases.ts';

const MINUTE_MS = 60_000;
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown as string;
const ID = expect.any(Number) as unknown as number;

interface Key {
  readonly id: number;
  readonly name: string;
  readonly hint: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

onEachDatabase((database) => {
  let world: ApiWorld;
  let acme: number;

  beforeAll(async () => {
    world = await ApiWorld.open(database);
    acme = (await world.make<{ merchant: { id: number } }>('/merchants', { name: 'Acme' })).merchant.id;
  });
  afterAll(() => world.close());

  const make = (wanted: Record<string, unknown> = {}) =>
    world.make<{ key: Key; token: string }>('/keys', { name: 'Reports', role: 'agent', ...wanted });
  const use = (token: string) => world.ask('GET', '/api/support-tickets', { token });
  const keys = async () =>
    (await world.ask('GET', '/api/keys?limit=100')).body['keys'] as readonly (Key & Record<string, unknown>)[];
  const keyNow = async ({ id }: Key) => (await keys()).find((key) => key.id === id)!;

  test('a key is shown once, and kept as a hash', async () => {
    const wanted = { name: ' Reports of Acme ', role: 'merchant', merchantId: acme };
    const { status, headers, body } = await world.ask('POST', '/api/keys', { body: wanted });
    const token = body['token'] as string;
    expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(token).toMatch(/^sb_[\w-]{43}$/);
    expect(body['key']).toEqual({
      id: ID,
      name: 'Reports of Acme',
      hint: `sb_…${token.slice(-4)}`,
      role: 'merchant',
      merchantId: acme,
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
      createdAt: TIME,
    });
    expect((await use(token)).status).toBe(200);

    const rows = await world.storage.read((reader) => reader.find(ApiKeySchema, {}));
    expect(JSON.stringify(rows)).not.toContain(token.slice(3));
    const listed = await world.ask('GET', '/api/keys');
    expect(listed.text).not.toContain(token.slice(3));
    for (const { tokenHash } of rows) expect(listed.text).not.toContain(tokenHash);
    // A hash is no key.
    for (const { tokenHash } of rows) expect((await use(tokenHash)).status).toBe(401);
  });

  test('a revoked key opens nothing more, and says so; the list still has it', async () => {
    const { key, token } = await make();
    const revoke = () => world.ask('DELETE', `/api/keys/${key.id}`);
    const revoked = await revoke();
    expect([revoked.status, revoked.body['key']]).toMatchObject([200, { id: key.id, revokedAt: TIME }]);
    const refused = await use(token);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="switchboard"']);
    expect(refused.body).toEqual({
      success: false,
      code: 'unauthorized',
      message: 'This key was revoked. Ask an admin for a new one.',
    });
    world.pass(MINUTE_MS);
    expect((await revoke()).text).toBe(revoked.text);
    expect(await keyNow(key)).toMatchObject({ revokedAt: (revoked.body['key'] as Key).revokedAt });
    expect((await world.ask('DELETE', '/api/keys/99999')).status).toBe(404);
  });

  test('a key with an end opens until then', async () => {
    const expiresAt = new Date(world.now().getTime() + MINUTE_MS).toISOString();
    const { token } = await make({ expiresAt });
    world.pass(MINUTE_MS - 1);
    expect((await use(token)).status).toBe(200);
    world.pass(1);
    const refused = await use(token);
    expect([refused.status, refused.body['message']]).toEqual([
      401,
      'This key has expired. Ask an admin for a new one.',
    ]);
  });

  test('the last use is written at most once a minute', async () => {
    const { key, token } = await make();
    const usedAt = async () => (await keyNow(key)).lastUsedAt;
    const first = world.now().toISOString();
    await use(token);
    expect(await usedAt()).toBe(first);
    world.pass(MINUTE_MS - 1);
    await Promise.all([use(token), use(token)]);
    expect(await usedAt()).toBe(first);
    world.pass(1);
    await Promise.all([use(token), use(token), use(token)]);
    expect(await usedAt()).toBe(world.now().toISOString());
  });

  test.each([
    [{ name: ' ' }, 'name'],
    [{ role: 'king' }, 'role must be admin, agent or merchant.'],
    [{ role: 'merchant' }, 'merchantId is missing: say whose key this is.'],
    [{ role: 'merchant', merchantId: 99_999 }, 'merchantId 99999 is not known: create the merchant first.'],
    [{ role: 'admin', merchantId: 1 }, 'merchantId is only for the role merchant: leave it out.'],
    [{ expiresAt: 'tomorrow' }, 'expiresAt must be a time like 2026-01-31T09:00:00Z.'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt must be a time that is still to come.'],
    [{ token: 'sb_my-own' }, 'token'],
  ])('%j is refused', async (wrong, message) => {
    const body = { name: 'Reports', role: 'agent', ...wrong };
    const { status, body: refusal } = await world.ask('POST', '/api/keys', { body });
    expect([status, refusal['message']]).toEqual([400, expect.stringContaining(message)]);
  });

  test('what was done with keys and members stands in the audit trail, with who did it', async () => {
    const since = world.now().toISOString();
    const byAdmin = await make({ name: 'Of an admin', role: 'admin' });
    const asAdmin = (method: string, path: string, body?: unknown) =>
      world.ask(method, `/api${path}`, { token: byAdmin.token, body });
    const made = await asAdmin('POST', '/keys', { name: 'Short', role: 'agent' });
    const { id: keyId } = made.body['key'] as Key;
    await asAdmin('DELETE', `/keys/${keyId}`);
    await asAdmin('DELETE', `/keys/${keyId}`);
    const member = { name: 'Maria', email: 'maria@acme.example', role: 'merchant', merchantId: acme };
    const { id: memberId } = (await asAdmin('POST', '/members', member)).body['member'] as { id: number };
    const link = await asAdmin('POST', '/login-links', { memberId });
    const linkToken = (link.body['url'] as string).split('/').at(-1)!;
    await world.ask('POST', `/sign-in/${linkToken}`, { token: null });
    await asAdmin('DELETE', `/members/${memberId}/sessions`);

    const actor = `key-${byAdmin.key.id}`;
    const { body, text } = await world.ask('GET', `/api/audit?actor=${actor}&since=${since}`);
    const by = { actor: { kind: 'key', id: actor }, source: 'api', ticketId: null, id: ID, at: TIME };
    const key = { keyId, name: 'Short', role: 'agent', merchantId: null };
    expect(body).toEqual({
      success: true,
      nextCursor: null,
      entries: [
        { ...by, action: 'sessions-revoked', details: { memberId, count: 1 } },
        { ...by, action: 'link-made', details: { memberId, leadsTo: '/tickets' } },
        {
          ...by,
          action: 'member-added',
          details: { memberId, name: 'Maria', role: 'merchant', merchantId: acme },
        },
        { ...by, action: 'key-revoked', details: key },
        { ...by, action: 'key-made', details: key },
      ],
    });
    for (const secret of [linkToken, made.body['token'] as string]) expect(text).not.toContain(secret);
  });

  test('no key is ever in the log', async () => {
    const { token } = await make();
    await use(token);
    await world.ask('GET', `/api/keys?cursor=${token}`, { token });
    await world.ask('GET', `/api/keys/${token}`, { token });
    await use(`${token}x`);
    const log = world.lines.join('');
    expect(log).toContain('"route":"/api/support-tickets"');
    expect(log).not.toContain(token.slice(3));
  });
});
