import type { Clock } from '../../clock.ts';

interface Bucket {
  readonly tokens: number;
  /** When it held so many. */
  readonly at: number;
}

const MINUTE_MS = 60_000;

/** With so many names the memory of all buckets stays below 2 MB. */
const MAX_BUCKETS = 10_000;

/**
 * Lets each name act so many times a minute, all at once or spread over it: what was used comes back evenly. Beyond so
 * many names the one that has not acted for longest is forgotten, which is full again when it comes back. A library for
 * this would keep a timer for each name, and a time that is not ours.
 */
export class TokenBuckets {
  /** Least lately used first. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly perMinute: number,
    private readonly clock: Clock,
    private readonly maxBuckets = MAX_BUCKETS,
  ) {}

  get size(): number {
    return this.#buckets.size;
  }

  /** Counts one act, if it may be. @returns for how many ms it may not; 0 when it may */
  take(name: string): number {
    const at = this.clock.now().getTime();
    const tokens = this.#tokensOf(name, at);
    const may = tokens >= 1;
    this.#keep(name, { tokens: may ? tokens - 1 : tokens, at });
    return may ? 0 : ((1 - tokens) * MINUTE_MS) / this.perMinute;
  }

  #tokensOf(name: string, now: number): number {
    const bucket = this.#buckets.get(name);
    if (!bucket) return this.perMinute;
    const back = (Math.max(0, now - bucket.at) * this.perMinute) / MINUTE_MS;
    return Math.min(this.perMinute, bucket.tokens + back);
  }

  #keep(name: string, bucket: Bucket): void {
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    const [longestAgo] = this.#buckets.keys();
    if (this.#buckets.size > this.maxBuckets && longestAgo !== undefined) this.#buckets.delete(longestAgo);
  }
}
