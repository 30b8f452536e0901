import { describe, expect, test } from '@jest/globals';
import { createAccess } from '../../../src/directory/access.ts';
import type { ApiKey } from '../../../src/directory/keys/api-key.schema.ts';
import { ROLES, rolesWith, type Permission } from '../../../src/directory/roles.ts';
import { KEY, keyRingWith } from '../http/serve.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const clock = { now: () => NOW };
const TOKEN = 'sb_a-token-of-somebody';

const aKey = (more: Partial<ApiKey> = {}): ApiKey => ({
  id: 7,
  tokenHash: 'hash',
  hint: 'sb_…body',
  name: 'Reports',
  role: 'merchant',
  merchantId: 3,
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
  createdAt: NOW,
  ...more,
});

const accessWith = (keys: Readonly<Record<string, ApiKey>> = {}) =>
  createAccess({ adminKey: KEY, keyRing: keyRingWith(keys), clock });

describe('access', () => {
  test('knows the admin by the key of the environment', async () => {
    expect(await accessWith().callerOf(KEY)).toMatchObject({
      keyId: 'admin',
      role: 'admin',
      scope: { merchantId: null },
    });
  });

  test('knows others by theirs', async () => {
    const caller = await accessWith({ [TOKEN]: aKey() }).callerOf(TOKEN);
    expect(caller).toMatchObject({ kind: 'key', keyId: 'key-7', role: 'merchant', scope: { merchantId: 3 } });
  });

  test.each([undefined, '', 'correct-horse-batter', `${KEY}x`, KEY.toUpperCase(), '🗝️'])(
    'refuses %s',
    async (bearer) => {
      const refusal = expect.objectContaining({ status: 401, code: 'unauthorized' });
      await expect(accessWith({ [TOKEN]: aKey() }).callerOf(bearer)).rejects.toEqual(refusal);
    },
  );

  test('looks once for whatever it is sent, and never for who sends nothing', async () => {
    const looked: string[] = [];
    const find = (token: string) => Promise.resolve((looked.push(token), null));
    const access = createAccess({ adminKey: KEY, keyRing: { ...keyRingWith(), find }, clock });
    for (const bearer of [TOKEN, 'x', `${KEY}x`, undefined]) {
      await expect(access.callerOf(bearer)).rejects.toMatchObject({ status: 401 });
    }
    expect(looked).toEqual([TOKEN, 'x', `${KEY}x`]);
  });

  test.each([
    ['This key was revoked', aKey({ revokedAt: NOW })],
    ['This key has expired', aKey({ expiresAt: NOW })],
  ])('says why to whoever has the key: %s', async (words, key) => {
    const refusal = expect.objectContaining({ status: 401, message: expect.stringContaining(words) });
    await expect(accessWith({ [TOKEN]: key }).callerOf(TOKEN)).rejects.toEqual(refusal);
  });

  test('lets a key in until it expires', async () => {
    const expiresAt = new Date(NOW.getTime() + 1);
    expect(await accessWith({ [TOKEN]: aKey({ expiresAt }) }).callerOf(TOKEN)).toMatchObject({ keyId: 'key-7' });
  });

  test('says how to switch the API on when there is no key', async () => {
    const off = createAccess({ adminKey: undefined, keyRing: keyRingWith({ [TOKEN]: aKey() }), clock });
    for (const bearer of [KEY, TOKEN, undefined]) {
      await expect(off.callerOf(bearer)).rejects.toThrow(/Set SWITCHBOARD_ADMIN_KEY/);
    }
  });

  test('a permission that the role does not have is forbidden', async () => {
    const access = accessWith();
    const caller = await access.callerOf(KEY);
    expect(() => access.require(caller, 'tickets:read')).not.toThrow();
    const forbidden = expect.objectContaining({ status: 403, code: 'forbidden' });
    expect(() => access.require(caller, 'tickets:burn' as Permission)).toThrow(forbidden);
  });
});

test.each([
  ['merchants:read', ROLES],
  ['merchants:write', ['admin']],
  ['channels:read', ['admin']],
  ['channels:write', ['admin']],
  ['members:read', ['admin']],
  ['members:write', ['admin']],
  ['keys:read', ['admin']],
  ['keys:write', ['admin']],
  ['agents:read', ['admin', 'agent']],
  ['agents:write', ['admin']],
  ['rules:read', ['admin', 'agent']],
  ['rules:write', ['admin']],
  ['tickets:read', ROLES],
  ['tickets:open', ROLES],
  ['tickets:write', ['admin', 'agent']],
  ['offers:read', ['admin', 'agent']],
  ['audit:read', ['admin']],
  ['jobs:read', ['admin']],
  ['jobs:retry', ['admin']],
] as const)('%s is for %j', (permission, roles) => {
  expect(rolesWith(permission)).toEqual(roles);
});
