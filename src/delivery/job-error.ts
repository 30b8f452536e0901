import { PlatformError } from '../chat/platform-error.ts';
import { GiveUp, RetryLater } from '../jobs/job.ts';

const DEFAULT_RETRY_AFTER_MS = 1_000;

/** Up to so much of what a platform asks for is added, so that what it limited together does not come back together. */
const SPREAD = 0.1;

/** A platform's call inside a job: the jobs room decides by its own errors. */
export async function asJobError<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw jobError(error);
  }
}

/** `rate-limited` waits and uses up no attempt, `gone` and `rejected` give up, everything else is tried again. */
export function jobError(error: unknown, random: () => number = Math.random): unknown {
  if (!(error instanceof PlatformError)) return error;
  if (error.kind === 'rate-limited') return new RetryLater(spread(retryAfterMs(error), random), error.message);
  if (error.kind === 'gone' || error.kind === 'rejected') return new GiveUp(error.message);
  return error;
}

const spread = (ms: number, random: () => number): number => ms * (1 + SPREAD * random());

export const retryAfterMs = (error: unknown): number =>
  (error instanceof PlatformError ? error.retryAfterMs : undefined) ?? DEFAULT_RETRY_AFTER_MS;
