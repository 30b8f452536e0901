import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 80;

export interface WaitOptions {
  /** Milliseconds; 10,000 by default. */
  readonly timeoutMs?: number;
  /** Milliseconds between two looks; without it 20 at first, and up to 80 in a longer wait: looking costs, too. */
  readonly everyMs?: number;
  /** What is waited for, in the words of the error: "the agent's DM". */
  readonly what?: string;
  /** Adds to the error what could be seen at the end, so that a failed run explains itself. */
  readonly explain?: () => string | Promise<string>;
}

/** The falsy answers that mean "not yet". `0` and `''` are answers. */
type NotYet = false | null | undefined;

/**
 * Asks `check` until it answers something other than `false`, `null` or `undefined`, and resolves to that.
 * A check that throws means "not yet", too (so that `expect` may be used in it); its last error is the cause.
 */
export async function waitFor<T>(
  check: () => T | Promise<T>,
  options: WaitOptions = {},
): Promise<Exclude<Awaited<T>, NotYet>> {
  const { timeoutMs = 10_000, everyMs } = options;
  const deadline = performance.now() + timeoutMs;
  let pauseMs = everyMs ?? FIRST_PAUSE_MS;
  let cause: unknown;
  do {
    try {
      const answer = await check();
      cause = undefined;
      if (isThere<T>(answer)) return answer;
    } catch (error) {
      cause = error;
    }
    await sleep(pauseMs);
    pauseMs = everyMs ?? Math.min(pauseMs * 1.25, LONGEST_PAUSE_MS);
  } while (performance.now() < deadline);
  throw new Error(await composeComplaint(options, timeoutMs, cause), { cause });
}

function isThere<T>(answer: Awaited<T>): answer is Exclude<Awaited<T>, NotYet> {
  return answer !== false && answer !== null && answer !== undefined;
}

async function composeComplaint(options: WaitOptions, timeoutMs: number, cause: unknown): Promise<string> {
  const lines = [`Waited ${timeoutMs} ms in vain for ${options.what ?? 'a condition'}.`];
  if (cause instanceof Error) lines.push(cause.message);
  if (options.explain !== undefined) lines.push(await options.explain());
  return lines.join('\n');
}
