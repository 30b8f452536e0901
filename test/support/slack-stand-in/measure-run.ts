import type { RateResult, ShownMessage } from './protocol.ts';

export interface Percentiles {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface RunMeasures {
  /** Event sent to event answered, ms. */
  readonly answered: Percentiles;
  /** Event sent to the first post elsewhere that shows the message, ms. */
  readonly delivered: Percentiles;
  readonly notAnsweredWith2xx: number;
  readonly notDelivered: number;
}

/** Finds each message of a run again among the posts by its marker. */
export function measureRun(results: readonly RateResult[], posts: readonly ShownMessage[]): RunMeasures {
  const firstSeen = indexByMarker(posts);
  const seenAt = results.map((result) => firstSeen.get(result.marker));
  const delivered = results.flatMap((result, index) => {
    const at = seenAt[index];
    return at === undefined ? [] : [at - result.sentAt];
  });
  return {
    answered: percentiles(results.map((result) => result.answeredAt - result.sentAt)),
    delivered: percentiles(delivered),
    notAnsweredWith2xx: results.filter(({ status }) => status === null || status < 200 || status > 299).length,
    notDelivered: results.length - delivered.length,
  };
}

const MARKER = /\[run \d+ no \d+\]/g;

function indexByMarker(posts: readonly ShownMessage[]): Map<string, number> {
  const firstSeen = new Map<string, number>();
  for (const post of posts)
    for (const [marker] of `${post.shown}\n${post.text}`.matchAll(MARKER))
      firstSeen.set(marker, Math.min(post.at, firstSeen.get(marker) ?? Infinity));
  return firstSeen;
}

export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}
