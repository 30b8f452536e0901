import { expect, test } from '@jest/globals';
import { backoffMs } from '../../../src/jobs/settle-job.ts';

const longest = () => 1;
const shortest = () => 0;

test('a failed job waits half a second at most, then twice as long each time', () => {
  expect([0, 1, 2, 3].map((attempts) => backoffMs(attempts, longest))).toEqual([500, 1000, 2000, 4000]);
});

test('it never waits for longer than ten minutes', () => {
  expect([11, 40, 5_000].map((attempts) => backoffMs(attempts, longest))).toEqual([600_000, 600_000, 600_000]);
});

test('replicas do not march in step: each waits between half of it and all of it, in whole ms', () => {
  expect([0, 1, 11].map((attempts) => backoffMs(attempts, shortest))).toEqual([250, 500, 300_000]);
  const drawn = Array.from({ length: 200 }, () => backoffMs(3));
  expect(drawn.every((ms) => Number.isInteger(ms) && ms >= 2000 && ms <= 4000)).toBe(true);
  expect(new Set(drawn).size).toBeGreaterThan(50);
});
