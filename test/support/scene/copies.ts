import { expect } from '@jest/globals';
import { waitFor } from '../wait-for.ts';
import type { DatabaseView } from './database-view.ts';
import type { Scene } from './scene.ts';

interface DeliveryRow {
  readonly deliveryKey: string;
  readonly state: string;
  readonly nativeId: string | null;
  readonly uploadId: string | null;
}

const inNobodysEyesAlone = (view: DatabaseView): Promise<DeliveryRow[]> =>
  view.rows<DeliveryRow>(
    'SELECT deliveryKey, state, nativeId, uploadId FROM delivery WHERE visibleTo IS NULL ORDER BY id',
  );

/**
 * Waits until every event is answered and no post is on its way any more, and expects that each post that we know of
 * stands on the platform once, under the id that we know it by, and that nothing else of ours stands there. Edits of
 * cards may still follow.
 */
export async function untilOneCopyEach(scene: Scene, view: DatabaseView, timeoutMs = 20_000): Promise<void> {
  await scene.slack.quiet({ timeoutMs });
  let rows = await untilAllSent(scene, view, timeoutMs);
  let posts = await scene.slack.posts();
  // What was done meanwhile may have brought another one.
  for (let now = await untilAllSent(scene, view, timeoutMs); now.length > rows.length;) {
    rows = now;
    posts = await scene.slack.posts();
    now = await untilAllSent(scene, view, timeoutMs);
  }
  const sent = rows.filter(({ state }) => !IS_AWAY.has(state));
  const known = sent.map(({ deliveryKey, uploadId, nativeId, state }) => [uploadId ?? deliveryKey, nativeId, state]);
  const standing = posts.map(({ metadata, files, ts }) => [
    // The post of a file bears no metadata.
    files?.[0]?.['id'] ?? metadata?.event_payload['key'],
    ts,
    'sent',
  ]);
  expect(standing.sort(byKey)).toEqual(known.sort(byKey));
}

async function untilAllSent(scene: Scene, view: DatabaseView, timeoutMs: number): Promise<DeliveryRow[]> {
  const underWay = (rows: readonly DeliveryRow[]) => rows.filter(({ state }) => IS_UNDER_WAY.has(state));
  let rows: DeliveryRow[] = [];
  const isAllSent = async () => underWay((rows = await inNobodysEyesAlone(view))).length === 0;
  await waitFor(isAllSent, {
    what: 'every post to be sent',
    timeoutMs,
    explain: () => [JSON.stringify(underWay(rows)), ...scene.apps.map((app) => app.output())].join('\n'),
  });
  return rows;
}

const IS_UNDER_WAY: ReadonlySet<string> = new Set(['queued', 'intent', 'ambiguous', 'removing']);
const IS_AWAY: ReadonlySet<string> = new Set(['cancelled', 'removed']);

const byKey = (a: readonly unknown[], b: readonly unknown[]): number => (String(a) < String(b) ? -1 : 1);

/**
 * What stands in a thread under its root, in the order in which it was posted: those of `words` that each post shows.
 * A post that shows none of them is left out.
 */
export async function wordsInThread(
  scene: Scene,
  thread: { readonly channel: string; readonly threadTs: string },
  words: readonly string[],
): Promise<string[]> {
  const posts = await scene.slack.posts(thread);
  return posts.flatMap(({ shown }) => words.filter((word) => shown.includes(word)));
}

/** A counter of /metrics, over all running processes: `switchboard_events_duplicate_total`. */
export async function readCounter(scene: Scene, name: string, ...labels: readonly string[]): Promise<number> {
  const texts = await Promise.all(scene.apps.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line.startsWith(`${name}{`));
  const wanted = lines.filter((line) => labels.every((label) => line.includes(label)));
  return wanted.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** What came of an event's first delivery. */
export const firstAnswer = ({ slack }: Scene, { eventId }: { readonly eventId: string }) =>
  slack.until('a first answer', async () => (await slack.deliveries({ eventId })).at(0));
