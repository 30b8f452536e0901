import { expect, test } from '@jest/globals';
import { leftOutLine, sizeInWords } from '../../../../src/tickets/files/file-words.ts';
import { findLeftOut } from '../../../../src/tickets/files/limits.ts';

const MB = 1024 * 1024;
const sizes = (...bytes: (number | null)[]) => bytes.map((size) => ({ bytes: size }));
const leftOut = (...bytes: (number | null)[]) => [...findLeftOut(sizes(...bytes))];

test('the first twenty files cross', () => {
  expect(leftOut(...Array.from({ length: 20 }, () => 1))).toEqual([]);
  expect(leftOut(...Array.from({ length: 23 }, () => 1))).toEqual([20, 21, 22]);
});

test('a hundred megabytes cross: what does not fit is left out, what fits after it is not', () => {
  expect(leftOut(100 * MB)).toEqual([]);
  expect(leftOut(100 * MB + 1)).toEqual([0]);
  expect(leftOut(60 * MB, 50 * MB, 40 * MB, 1)).toEqual([1, 3]);
  expect(leftOut(null, 100 * MB, null)).toEqual([]);
});

test('one note names them', () => {
  const files = [
    { name: 'film.mov', bytes: 200 * MB },
    { name: 'raw\u202Egpj.exe', bytes: null },
  ];
  expect(leftOutLine(files)).toBe(
    '2 files were left out: film.mov (200 MB), \u2068raw\u202Egpj.exe\u2069; at most 20 files and 100 MB a message.',
  );
  expect(leftOutLine(files.slice(0, 1))).toMatch(/^1 file was left out: film\.mov/);
  const many = Array.from({ length: 30 }, (_, index) => ({ name: `${index}.txt`, bytes: 1 }));
  expect(leftOutLine(many)).toContain('9.txt (1 bytes) and 20 more; at most');
});

test.each([
  [0, '0 bytes'],
  [1_023, '1023 bytes'],
  [1_024, '1.0 kB'],
  [15_000, '15 kB'],
  [1.25 * MB, '1.3 MB'],
  [100 * MB, '100 MB'],
  [5_000 * MB, '4.9 GB'],
])('%d is %s', (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words);
});
