import { expect, test } from '@jest/globals';
import { findNamedSo } from '../../../src/directory/merchant-names.ts';
import type { Reader } from '../../../src/storage/unit.ts';

const near = async (one: string, other: string) => {
  const reader = { find: () => Promise.resolve([{ id: 1, name: one, createdAt: new Date() }]) };
  const { same, near } = await findNamedSo(reader as unknown as Reader, other);
  return same.length > 0 ? 'same' : near.length > 0 ? 'near' : 'other';
};

test.each([
  ['Acme', 'acme ', 'same'],
  ['Acme  Payments', 'ACME payments', 'same'],
  ['Acme', 'Acme GmbH', 'near'],
  ['Acme Inc.', 'Acme, Ltd', 'near'],
  ['Müller & Co', 'Muller', 'near'],
  ['Northwind', 'Nortwhind', 'near'],
  ['Globex', 'Globax', 'near'],
  ['Acme', 'Acme Payments', 'other'],
  ['Abe', 'Abo', 'other'],
  ['东京', '大阪', 'other'],
  ['GmbH', 'Ltd', 'other'],
  ['!!!', '???', 'other'],
])('%j and %j: %s', async (one, other, expected) => {
  expect(await near(one, other)).toBe(expected);
  expect(await near(other, one)).toBe(expected);
});
