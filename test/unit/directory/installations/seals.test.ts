import { describe, expect, test } from '@jest/globals';
import { createSeals, OTHER_SECRET } from '../../../../src/directory/installations/seals.ts';

const SECRET = 'the-secret-that-is-in-use-at-present';
const FORMER = 'the-secret-that-was-in-use-before-it';
const TOKEN = 'xoxb-1234-5678-invented';
const ACME = 'slack:T0ACME';

const seals = createSeals(SECRET);
const sealed = seals.seal(TOKEN, ACME);
const faultOf = (open: () => string): unknown => {
  try {
    return open();
  } catch (error) {
    return error;
  }
};

test('what is sealed comes back, and stands nowhere in clear', () => {
  expect(seals.open(sealed, ACME)).toBe(TOKEN);
  const [version, keyId, data] = sealed.split('.') as [string, string, string];
  expect([version, keyId]).toEqual(['v1', expect.stringMatching(/^[0-9a-f]{12}$/)]);
  expect(Buffer.from(data, 'base64url')).toHaveLength(12 + TOKEN.length + 16);
  expect(sealed + Buffer.from(data, 'base64url').toString('latin1')).not.toContain(TOKEN.slice(0, 5));
  expect(sealed).not.toContain(SECRET.slice(0, 6));
});

test('each time it is sealed otherwise', () => {
  expect(new Set(Array.from({ length: 50 }, () => seals.seal(TOKEN, ACME))).size).toBe(50);
});

describe('is not opened', () => {
  const [version, keyId, data] = sealed.split('.') as [string, string, string];
  const bytes = Buffer.from(data, 'base64url');

  test('when any of its bytes was changed', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const forged = `${version}.${keyId}.${changed.toString('base64url')}`;
      expect(faultOf(() => seals.open(forged, ACME))).toMatchObject({ code: 'damaged' });
    }
  });

  test('when it was cut, wherever, or made longer', () => {
    for (let length = 0; length < bytes.length; length += 1) {
      const cut = `${version}.${keyId}.${bytes.subarray(0, length).toString('base64url')}`;
      expect(faultOf(() => seals.open(cut, ACME))).toMatchObject({ code: 'damaged' });
    }
    const longer = Buffer.concat([bytes, Buffer.from([0])]).toString('base64url');
    expect(faultOf(() => seals.open(`${version}.${keyId}.${longer}`, ACME))).toMatchObject({ code: 'damaged' });
  });

  test('for another workspace', () => {
    expect(faultOf(() => seals.open(sealed, 'slack:T0BETA'))).toMatchObject({ code: 'damaged' });
  });

  test('with another secret: that says what to do, and tells nothing', () => {
    const fault = faultOf(() => createSeals(FORMER).open(sealed, ACME)) as Error;
    expect(fault).toMatchObject({ code: OTHER_SECRET, message: expect.stringContaining('SWITCHBOARD_SECRET_BEFORE') });
    expect(fault.message).not.toMatch(/xoxb|secret-that/);
    expect(faultOf(() => seals.open('', ACME))).toMatchObject({ code: OTHER_SECRET });
    expect(faultOf(() => seals.open(`v0.${keyId}.${data}`, ACME))).toMatchObject({ code: OTHER_SECRET });
  });

  test('with the name of a key that did not seal it', () => {
    const both = createSeals(SECRET, FORMER);
    const otherId = createSeals(FORMER).seal('x', ACME).split('.')[1] ?? '';
    expect(faultOf(() => both.open(`${version}.${otherId}.${data}`, ACME))).toMatchObject({ code: 'damaged' });
  });
});

test('while the secret changes, both open, and only the new one seals', () => {
  const old = createSeals(FORMER).seal(TOKEN, ACME);
  const changing = createSeals(SECRET, FORMER);
  expect(changing.open(old, ACME)).toBe(TOKEN);
  expect(changing.isCurrent(old)).toBe(false);
  const anew = changing.seal(TOKEN, ACME);
  expect(changing.isCurrent(anew)).toBe(true);
  expect(seals.open(anew, ACME)).toBe(TOKEN);
});
