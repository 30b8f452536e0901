import { setTimeout as delay } from 'node:timers/promises';
import { PlatformError } from '../../../src/chat/platform-error.ts';

/** Milliseconds before each further try. Nobody waits longer for an answer. */
const TRY_AGAIN_AFTER_MS = [500, 2_000];
const LONGEST_WAIT_MS = 5_000;

/** So many of the latest orders are known to have their answer. */
const MOST_ANSWERED = 1_000;

export interface Replies {
  /**
   * Says it, also when Teams is busy for a moment. Rejects when it could not be said.
   * @param order by which it is known that Teams tells of one order again: that is answered once
   */
  readonly say: (post: () => Promise<unknown>, order?: string) => Promise<void>;
  /** Resolves when no answer is on its way any more. */
  readonly settled: () => Promise<void>;
}

/**
 * Answers to orders. They are told to who waits for them, and to nobody later: no process but this one knows of them, and another
 * one answers a second time rather than nobody. One that may stand there already is not said again.
 */
export function createReplies(waits: readonly number[] = TRY_AGAIN_AFTER_MS): Replies {
  const underWay = new Set<Promise<unknown>>();
  const answered = new Set<string>();
  const isFirst = (order: string): boolean => {
    if (answered.has(order)) return false;
    const [oldest] = answered.add(order);
    if (answered.size > MOST_ANSWERED && oldest !== undefined) answered.delete(oldest);
    return true;
  };
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
    async say(post, order) {
      if (order !== undefined && !isFirst(order)) return;
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
