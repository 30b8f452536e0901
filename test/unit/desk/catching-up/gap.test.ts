import { describe, expect, test } from '@jest/globals';
import { isTooLong, readsSince, wasAway } from '../../../../src/desk/catching-up/gap.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 23, 12);
const LONG_AGO = new Date(0);

describe('an outage', () => {
  test.each([
    ['a beat', 20_000, false],
    ['a quick restart', 2 * MINUTE, false],
    ['as long as Slack tells again by itself', 4 * MINUTE, false],
    ['longer', 4 * MINUTE + 1, true],
    ['a night', 9 * HOUR, true],
    ['a clock that was set back', -HOUR, false],
  ])('is a silence: %s', (_what, silence, is) => {
    expect(wasAway(NOW - silence, NOW)).toBe(is);
  });

  const lasting = (ms: number) => ({ since: new Date(NOW - ms), until: new Date(NOW) });

  test('a day before it is read, too: what was edited meanwhile was said earlier', () => {
    expect(readsSince(lasting(HOUR), LONG_AGO)).toEqual(new Date(NOW - HOUR - DAY));
  });

  test('nothing is read from before a channel was connected', () => {
    const connectedAt = new Date(NOW - 2 * HOUR);
    expect(readsSince(lasting(HOUR), connectedAt)).toEqual(connectedAt);
  });

  test('nothing is read from so long ago that nobody knows whether it came', () => {
    expect(readsSince(lasting(30 * DAY), LONG_AGO)).toEqual(new Date(NOW - 7 * DAY));
    expect([isTooLong(lasting(6 * DAY)), isTooLong(lasting(8 * DAY))]).toEqual([false, true]);
  });
});
