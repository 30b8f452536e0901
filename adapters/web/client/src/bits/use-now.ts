import { useSyncExternalStore } from 'react';

const TICK_MS = 15_000;

let now = Date.now();

function subscribe(listener: () => void): () => void {
  const tick = setInterval(() => {
    now = Date.now();
    listener();
  }, TICK_MS);
  return () => clearInterval(tick);
}

/** The time, a few times in a minute. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
