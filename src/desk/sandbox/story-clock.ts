import type { Clock } from '../../clock.ts';

/** A clock that can tell a story: what happens while it is set back happened then. */
export interface StoryClock extends Clock {
  setBack(minutes: number): void;
}

const MINUTE_MS = 60_000;

export function createStoryClock(clock: Clock): StoryClock {
  let backMs = 0;
  return {
    now: () => new Date(clock.now().getTime() - backMs),
    setBack: (minutes) => void (backMs = minutes * MINUTE_MS),
  };
}
