import { describe, expect, test } from '@jest/globals';
import { createAccess, type Permission } from '../../../src/directory/access.ts';

const KEY = 'correct-horse-battery';
const PERMISSIONS: readonly Permission[] = [
  'merchants:read',
  'merchants:write',
  'channels:read',
  'channels:write',
  'agents:read',
  'agents:write',
  'tickets:read',
  'tickets:write',
  'jobs:read',
  'jobs:retry',
];

describe('access', () => {
  const access = createAccess({ adminKey: KEY });

  test('knows the admin by the key', () => {
    expect(access.callerOf(KEY)).toEqual({ kind: 'key', keyId: 'admin', role: 'admin' });
  });

  test.each([undefined, '', 'correct-horse-batter', `${KEY}x`, KEY.toUpperCase(), '🗝️'])('refuses %s', (bearer) => {
    expect(() => access.callerOf(bearer)).toThrow(expect.objectContaining({ status: 401, code: 'unauthorized' }));
  });

  test('says how to switch the API on when there is no key', () => {
    expect(() => createAccess({ adminKey: undefined }).callerOf(KEY)).toThrow(/Set SWITCHBOARD_ADMIN_KEY/);
  });

  test.each(PERMISSIONS)('an admin may %s', (permission) => {
    expect(() => access.require(access.callerOf(KEY), permission)).not.toThrow();
  });

  test('a permission that the role does not have is forbidden', () => {
    const require = () => access.require(access.callerOf(KEY), 'tickets:burn' as Permission);
    expect(require).toThrow(expect.objectContaining({ status: 403, code: 'forbidden' }));
  });

  test('remembers about which caller it was asked', () => {
    const [asked, other] = [access.callerOf(KEY), access.callerOf(KEY)];
    access.require(asked, 'tickets:read');
    expect([access.wasAsked(asked), access.wasAsked(other)]).toEqual([true, false]);
  });
});
