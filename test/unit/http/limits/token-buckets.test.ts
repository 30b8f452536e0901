import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TokenBuckets } from '../../../../src/http/limits/token-buckets.ts';

function aClock() {
  let ms = Date.UTC(2026, 10, 22);
  return { now: () => new Date(ms), pass: (more: number) => (ms += more) };
}

const take = (buckets: TokenBuckets, times: number, name = 'one') =>
  Array.from({ length: times }, () => buckets.take(name));

describe('token buckets', () => {
  test('let so many pass at once, and then one after the time that they name', () => {
    const clock = aClock();
    const buckets = new TokenBuckets(60, clock);
    expect(take(buckets, 61)).toEqual([...Array<number>(60).fill(0), 1_000]);
    clock.pass(999);
    expect(take(buckets, 1)).toEqual([expect.closeTo(1)]);
    clock.pass(1);
    expect(take(buckets, 2)).toEqual([0, expect.closeTo(1_000)]);
  });

  test('are never fuller than full, whatever the time', () => {
    const clock = aClock();
    const buckets = new TokenBuckets(2, clock);
    take(buckets, 1);
    clock.pass(3_600_000);
    expect(take(buckets, 3)).toEqual([0, 0, 30_000]);
    clock.pass(-3_600_000);
    expect(take(buckets, 1)).toEqual([30_000]);
  });

  test('are one for each name', () => {
    const buckets = new TokenBuckets(1, aClock());
    expect([...take(buckets, 2), ...take(buckets, 1, 'other')]).toEqual([0, 60_000, 0]);
  });

  test('forget whoever has not acted for longest, so that their number is bounded', () => {
    const buckets = new TokenBuckets(1, aClock(), 2);
    for (const name of ['one', 'two', 'one', 'three']) buckets.take(name);
    expect(buckets.size).toBe(2);
    expect([buckets.take('one'), buckets.take('two')]).toEqual([60_000, 0]);
  });

  test('let no more pass in any time than it brings back, and the full at its start', () => {
    const acts = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(acts, (pauses) => {
        const clock = aClock();
        const buckets = new TokenBuckets(20, clock);
        const passed = pauses.filter((ms) => (clock.pass(ms), buckets.take('one') === 0)).length;
        const minutes = pauses.reduce((sum, ms) => sum + ms, 0) / 60_000;
        return passed <= 20 + 20 * minutes + 1e-6;
      }),
    );
  });
});
