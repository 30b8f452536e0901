import { expect, test } from '@jest/globals';
import { isOwnOrigin } from '../../../src/chat/own-origin.ts';

const PUBLIC_URL = 'https://desk.example.com/support';

test.each([
  ['no browser, which sends none', undefined, 'desk.example.com'],
  ['the public address, whatever the proxy made of the host', 'https://desk.example.com', '10.0.0.7:3000'],
  ['the address that was asked', 'http://127.0.0.1:3000', '127.0.0.1:3000'],
  ['the address that was asked, at the usual port', 'https://desk.internal', 'desk.internal'],
])('is one of ours: %s', (_, origin, host) => {
  expect(isOwnOrigin({ host, ...(origin !== undefined && { origin }) }, PUBLIC_URL)).toBe(true);
});

test.each([
  ['another site', 'https://evil.example', 'desk.example.com'],
  ['another port of the same machine', 'http://127.0.0.1:4000', '127.0.0.1:3000'],
  ['the public name without its encryption', 'http://desk.example.com', '10.0.0.7:3000'],
  ['a name that ours begins with', 'https://desk.example.com.evil.example', 'desk.example.com'],
  ['a page in a sandboxed frame', 'null', 'desk.example.com'],
  ['nothing', '', 'desk.example.com'],
  ['what is no address', 'desk.example.com', 'desk.example.com'],
  ['a request without a host', 'https://evil.example', undefined],
])('is not one of ours: %s', (_, origin, host) => {
  expect(isOwnOrigin({ origin, ...(host !== undefined && { host }) }, PUBLIC_URL)).toBe(false);
});
