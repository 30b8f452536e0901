import { describe, expect, test } from '@jest/globals';
import { createReplies } from '../../../../adapters/teams/calls/replies.ts';
import { PlatformError, type PlatformErrorKind } from '../../../../src/chat/platform-error.ts';

/** Fails so at first, then posts. @returns how often it was tried, and whether it was said */
async function say(kinds: readonly PlatformErrorKind[], retryAfterMs?: number) {
  let tries = 0;
  const post = () => {
    const kind = kinds[tries];
    tries += 1;
    if (kind === undefined) return Promise.resolve();
    return Promise.reject(new PlatformError(kind, 'no', retryAfterMs === undefined ? {} : { retryAfterMs }));
  };
  const isSaid = await createReplies([1, 1])
    .say(post)
    .then(
      () => true,
      () => false,
    );
  return { tries, isSaid };
}

describe('an answer to an order', () => {
  test('is said again while Teams is busy, and not for ever', async () => {
    expect(await say(['transient', 'rate-limited'], 1)).toEqual({ tries: 3, isSaid: true });
    expect(await say(['transient', 'transient', 'transient'])).toEqual({ tries: 3, isSaid: false });
  });

  test.each([
    ['ambiguous', undefined],
    ['gone', undefined],
    ['rejected', undefined],
    ['rate-limited', 60_000],
  ] as const)('is not said again where that does not help, or where it may stand already: %s', async (kind, after) => {
    expect(await say([kind], after)).toEqual({ tries: 1, isSaid: false });
  });

  test('is said once, however often the order is told', async () => {
    const replies = createReplies([1, 1]);
    const said: string[] = [];
    const say = (order: string) => replies.say(() => Promise.resolve(said.push(order)), order);
    await Promise.all([say('first'), say('first'), say('second')]);
    await say('first');
    expect(said).toEqual(['first', 'second']);
    // Long after it the memory has gone on.
    for (let order = 0; order < 1_000; order += 1) await say(`${order}`);
    await say('first');
    expect(said.filter((one) => one === 'first')).toHaveLength(2);
  });

  test('is waited for by whoever stops', async () => {
    const replies = createReplies([1, 1]);
    let isSaid = false;
    const saying = replies.say(() => new Promise((resolve) => setTimeout(() => resolve((isSaid = true)), 20)));
    await replies.settled();
    expect(isSaid).toBe(true);
    await saying;
  });
});
