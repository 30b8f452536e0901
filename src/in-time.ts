import { setTimeout as sleep } from 'node:timers/promises';

/** What the work resolves to; rejects when that takes longer than `ms`. The work itself goes on. */
export async function inTime<T>(ms: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = sleep(ms, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`Not done within ${ms} ms.`);
  });
  return Promise.race([work, late]).finally(() => timer.abort());
}
