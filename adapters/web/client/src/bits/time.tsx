import { useNow } from './use-now.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** A moment as people say it; the exact one for whoever points at it. What is to come has its time of day, too. */
export function Time({ at }: { readonly at: string }) {
  const now = useNow();
  const date = new Date(at);
  const ahead = date.getTime() - now;
  return (
    <time dateTime={at} title={exact.format(date)}>
      {ahead > MINUTE_MS ? `${clock.format(date)}, in ${distance(ahead)}` : past(date, -ahead)}
    </time>
  );
}

function past(date: Date, ago: number): string {
  if (ago < MINUTE_MS) return 'just now';
  return ago < DAY_MS ? `${distance(ago)} ago` : day.format(date);
}

function distance(ms: number): string {
  if (ms < HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  return ms < DAY_MS ? `${Math.round(ms / HOUR_MS)} h` : `${Math.round(ms / DAY_MS)} d`;
}
