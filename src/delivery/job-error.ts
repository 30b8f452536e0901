import { PlatformError } from '../chat/platform-error.ts';
import { GiveUp, RetryLater } from '../jobs/job.ts';

const DEFAULT_RETRY_AFTER_MS = 1_000;

/** A platform's call inside a job: the jobs room decides by its own errors. */
export async function asJobError<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw jobError(error);
  }
}

/** `rate-limited` waits and uses up no attempt, `gone` and `rejected` give up, everything else is tried again. */
export function jobError(error: unknown): unknown {
  if (!(error instanceof PlatformError)) return error;
  if (error.kind === 'rate-limited') return new RetryLater(retryAfterMs(error), error.message);
  if (error.kind === 'gone' || error.kind === 'rejected') return new GiveUp(error.message);
  return error;
}

export const retryAfterMs = (error: unknown): number =>
  (error instanceof PlatformError ? error.retryAfterMs : undefined) ?? DEFAULT_RETRY_AFTER_MS;
