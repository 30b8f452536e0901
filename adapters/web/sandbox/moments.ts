import type { Clock } from '../../../src/clock.ts';

/** Two things never share a moment, because their moments tell in which order they were said and done. */
export function createMoments(clock: Clock): () => Date {
  let last = 0;
  return () => new Date((last = Math.max(clock.now().getTime(), last + 1)));
}
