/** The one source of time of the product (UTC, to the millisecond). Tests pass a clock of their own. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
