import { describe, expect, test } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { checkIsLocal } from '../../../adapters/web/sandbox/local-only.ts';

const asked = (headers: { host?: string; origin?: string }, localPort = 3000) =>
  ({ headers, socket: { localPort } }) as unknown as IncomingMessage;
const isLocal = (request: IncomingMessage, changesSomething: boolean) => {
  try {
    checkIsLocal(request, changesSomething);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ status: 403, code: 'forbidden' });
    return false;
  }
};

test.each(['127.0.0.1:3000', 'localhost:3000', 'LOCALHOST:3000', '[::1]:3000'])('%s is this machine', (host) => {
  expect(isLocal(asked({ host }), false)).toBe(true);
  expect(isLocal(asked({ host, origin: `http://${host}` }), true)).toBe(true);
});

test('the port may be left out where it is the usual one', () => {
  expect(isLocal(asked({ host: 'localhost' }, 80), false)).toBe(true);
  expect(isLocal(asked({ host: 'localhost' }), false)).toBe(false);
});

test.each([
  undefined,
  '',
  'attacker.example:3000',
  'localhost.attacker.example:3000',
  'localhost.:3000',
  '127.0.0.1:3001',
  '127.0.0.2:3000',
  '0.0.0.0:3000',
  'localhost:3000@attacker.example',
  'localhost:99999',
  '[::1',
])('%j is not', (host) => {
  const headers = host === undefined ? {} : { host };
  expect(isLocal(asked(headers), false)).toBe(false);
  expect(isLocal(asked({ ...headers, origin: `http://${host ?? ''}` }), true)).toBe(false);
});

describe('the page that asks', () => {
  const host = '127.0.0.1:3000';

  test('need not say who it is to read, and must to change something', () => {
    expect(isLocal(asked({ host }), false)).toBe(true);
    expect(isLocal(asked({ host }), true)).toBe(false);
  });

  test.each([
    'http://attacker.example',
    'https://127.0.0.1:3000',
    'http://localhost:3000',
    'http://127.0.0.1',
    'http://127.0.0.1:3000/',
    'null',
    '',
  ])('is not %j', (origin) => {
    for (const changesSomething of [true, false]) {
      expect(isLocal(asked({ host, origin }), changesSomething)).toBe(false);
    }
  });
});
