import type { Context } from 'koa';
import type { Clock } from '../../clock.ts';
import { AppError } from '../../errors.ts';
import { networkOf } from './network-of.ts';
import { TokenBuckets } from './token-buckets.ts';

/** How often somebody may ask. Each process counts for itself: N replicas behind a proxy let up to N times as much pass. */
export interface Limits {
  /** For who has a good key. @throws AppError 429, with `Retry-After` */
  ofKey(ctx: Context, keyId: string): void;
  /** For who has none; only they are counted by where they come from. @throws AppError 429, with `Retry-After` */
  ofStranger(ctx: Context): void;
  /** For who comes with a login link. @throws AppError 429, with `Retry-After` */
  ofSignIn(ctx: Context): void;
}

/** Who has a key may ask ten times as often as who has none. */
const STRANGERS_SHARE = 10;

export interface LimitDeps {
  readonly clock: Clock;
  readonly requestsPerMinute: number;
}

export function createLimits({ clock, requestsPerMinute }: LimitDeps): Limits {
  const forStrangers = Math.ceil(requestsPerMinute / STRANGERS_SHARE);
  const keys = new TokenBuckets(requestsPerMinute, clock);
  const strangers = new TokenBuckets(forStrangers, clock);
  const signIns = new TokenBuckets(forStrangers, clock);
  return {
    ofKey: (ctx, keyId) => refuse(ctx, keys.take(keyId)),
    ofStranger: (ctx) => refuse(ctx, strangers.take(networkOf(ctx.ip))),
    ofSignIn: (ctx) => refuse(ctx, signIns.take(networkOf(ctx.ip))),
  };
}

function refuse(ctx: Context, waitMs: number): void {
  if (waitMs === 0) return;
  const seconds = Math.ceil(waitMs / 1000);
  ctx.set('Retry-After', String(seconds));
  throw new AppError(429, 'too_many_requests', `Too many requests. Nothing was done: try again in ${seconds} s.`);
}
