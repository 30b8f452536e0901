import { describe, expect, test } from '@jest/globals';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { jobError } from '../../../src/delivery/job-error.ts';
import { GiveUp } from '../../../src/jobs/job.ts';

describe('what a platform’s error means to a job', () => {
  const limited = new PlatformError('rate-limited', 'too many', { retryAfterMs: 5_000 });

  test('what was limited waits as long as the platform says, and not all of it equally long', () => {
    expect(jobError(limited, () => 0)).toMatchObject({ delayMs: 5_000 });
    expect(jobError(limited, () => 0.5)).toMatchObject({ delayMs: 5_250 });
  });

  test('what is gone or refused is given up, anything else is tried again', () => {
    for (const kind of ['gone', 'rejected'] as const) {
      expect(jobError(new PlatformError(kind, 'no'))).toBeInstanceOf(GiveUp);
    }
    const transient = new PlatformError('transient', 'later');
    expect(jobError(transient)).toBe(transient);
  });
});
