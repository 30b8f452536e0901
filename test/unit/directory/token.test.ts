import { describe, expect, test } from '@jest/globals';
import { hashToken, makeToken, readPass, signPass } from '../../../src/directory/sign-in/token.ts';

const SECRET = 'only-we-know';
const NOW = new Date('2026-03-02T10:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe('a token', () => {
  test('is never the same twice, and fits into an address', () => {
    const tokens = new Set(Array.from({ length: 100 }, makeToken));
    expect(tokens.size).toBe(100);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  });

  test('is not to be seen in its hash, which is always the same', () => {
    const token = makeToken();
    expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashToken(token)).toBe(hashToken(token));
    expect(hashToken(token)).not.toBe(hashToken(makeToken()));
  });
});

describe('a pass', () => {
  const pass = signPass(7, later(60_000), SECRET);
  const [session, expiry, signature] = pass.split('.') as [string, string, string];

  test('names its session until it is over', () => {
    expect(readPass(pass, NOW, SECRET)).toBe(7);
    expect(readPass(pass, later(59_999), SECRET)).toBe(7);
    expect(readPass(pass, later(60_000), SECRET)).toBeNull();
  });

  test.each([
    ['another session', `8.${expiry}.${signature}`],
    ['a longer life', `${session}.${Number(expiry) + 1}.${signature}`],
    ['another signature', `${session}.${expiry}.${signature.slice(0, -1)}${signature.endsWith('A') ? 'E' : 'A'}`],
    ['half a signature', `${session}.${expiry}.${signature.slice(0, 20)}`],
    ['no signature', `${session}.${expiry}.`],
    ['no dots', 'garbage'],
    ['nothing', ''],
    ['more behind it', `${pass}.x`],
    ['a line before it', `x\n${pass}`],
    ['numbers that are none', `seven.${expiry}.${signature}`],
  ])('is worth nothing with %s', (_, forged) => {
    expect(readPass(forged, NOW, SECRET)).toBeNull();
  });

  test('is worth nothing when another secret signed it', () => {
    expect(readPass(signPass(7, later(60_000), 'somebody-else'), NOW, SECRET)).toBeNull();
  });
});
