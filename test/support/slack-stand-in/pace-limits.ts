import type { Pace } from './protocol.ts';

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Slack's limit on posts to one channel, when a test turns it on: a bucket for each channel. */
export class PaceLimits {
  #general: Pace | null = null;
  readonly #byChannel = new Map<string, Pace | null>();
  readonly #buckets = new Map<string, Bucket>();

  /** For one channel, or without a channel for all that have no pace of their own; null for none. */
  set(channel: string | undefined, pace: Pace | null): void {
    if (channel === undefined) this.#general = pace;
    else this.#byChannel.set(channel, pace);
    this.#buckets.clear();
  }

  /** Takes one post; or says after how many seconds to come again. */
  take(channel: string, now: number): number | null {
    const pace = this.#byChannel.has(channel) ? this.#byChannel.get(channel)! : this.#general;
    if (pace === null) return null;
    const bucket = this.#fill(channel, pace, now);
    if (bucket.tokens < 1) return pace.retryAfterSeconds ?? Math.ceil(1 / pace.postsPerSecond);
    bucket.tokens -= 1;
    return null;
  }

  #fill(channel: string, pace: Pace, now: number): Bucket {
    const burst = pace.burst ?? 1;
    const bucket = this.#buckets.get(channel) ?? { tokens: burst, filledAt: now };
    const gained = ((now - bucket.filledAt) / 1000) * pace.postsPerSecond;
    const filled = { tokens: Math.min(burst, bucket.tokens + gained), filledAt: now };
    this.#buckets.set(channel, filled);
    return filled;
  }
}
