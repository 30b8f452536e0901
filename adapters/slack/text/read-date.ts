import type { MomentInTime } from '../../../src/chat/rich-text.ts';

/** @param seconds since 1970; undefined for what no calendar holds */
export function dateOf(seconds: number, fallback = ''): MomentInTime | undefined {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  return { type: 'date', at: Math.floor(seconds), fallback: fallback || date.toISOString() };
}
