import { setTimeout as delay } from 'node:timers/promises';
import { PlatformError } from '../../../src/chat/platform-error.ts';

/** Milliseconds before each further try. Nobody waits longer for an answer. */
const TRY_AGAIN_AFTER_MS = [500, 2_000];
const LONGEST_WAIT_MS = 5_000;

export interface Replies {
  /** Says it, also when Teams is busy for a moment. Rejects when it could not be said. */
  readonly say: (post: () => Promise<unknown>) => Promise<void>;
  /** Resolves when no answer is on its way any more. */
  readonly settled: () => Promise<void>;
}

/**
 * Answers to orders. They are told to who waits for them, and to nobody later: no process but this one knows of them. One
 * that may stand there already is not said again.
 */
export function createReplies(waits: readonly number[] = TRY_AGAIN_AFTER_MS): Replies {
  const underWay = new Set<Promise<unknown>>();
  const attempt = async (post: () => Promise<unknown>): Promise<void> => {
    for (const wait of waits) {
      try {
        await post();
        return;
      } catch (error) {
        await delay(waitFor(error, wait));
      }
    }
    await post();
  };
  return {
    async say(post) {
      const saying = attempt(post);
      underWay.add(saying);
      await saying.finally(() => underWay.delete(saying));
    },
    settled: async () => {
      await Promise.allSettled(underWay);
    },
  };
}

/** @throws whatever no repetition mends */
function waitFor(error: unknown, wait: number): number {
  const { kind, retryAfterMs = wait } = error instanceof PlatformError ? error : {};
  if (kind === 'transient') return wait;
  if (kind === 'rate-limited' && retryAfterMs <= LONGEST_WAIT_MS) return retryAfterMs;
  throw error;
}
