import { z } from 'zod';

const MICROSECONDS = 1_000_000;

/** Slack's `ts`: seconds since 1970, a dot, and six digits that make it unique within its channel. */
export const slackTimestamp = z.string().regex(/^\d{1,10}\.\d{6}$/);

/** A `ts` as microseconds since 1970. Exact: it never goes through a fraction. */
export function microsecondsOf(ts: string): number {
  const [seconds = '', fraction = ''] = ts.split('.');
  return Number(seconds) * MICROSECONDS + Number(fraction);
}

export const dateOf = (ts: string): Date => new Date(Math.floor(microsecondsOf(ts) / 1000));

export const timestampOf = (date: Date): string => (date.getTime() / 1000).toFixed(6);
