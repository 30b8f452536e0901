import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { abilitiesOf } from '../../../adapters/teams/create-teams-platform.ts';
import { migrations } from '../../../migrations/index.ts';
import type { Address } from '../../../src/chat/address.ts';
import type { PlatformAbilities } from '../../../src/chat/chat-platform.ts';
import { claimPost, holdPosts } from '../../../src/delivery/keep-pace.ts';
import { claimSlot, prunePace } from '../../../src/delivery/pace.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import type { Unit } from '../../../src/storage/unit.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { ABILITIES } from './a-stage.ts';

const TEAMS = abilitiesOf({ app: undefined });
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
const START = 1_790_000_000_000;

/** The most that happened within any such time. */
const mostWithin = (ms: number, times: readonly number[]): number =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + ms).length));

/** A unit of work to which the database tells this time. */
const unitAt = (unit: Unit, now: number): Unit =>
  new Proxy(unit, {
    get(target, name) {
      if (name === 'dialect') return { ...target.dialect, nowMs: String(now) };
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });

onEachDatabase((database) => {
  let storage: Storage;
  let workspaces = 0;

  beforeAll(async () => {
    storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
  });
  afterAll(() => storage.close());

  const aWorkspace = () => `W${(workspaces += 1)}`;
  const thread = (workspaceId: string, name: string): Address => ({
    platform: 'teams',
    workspaceId,
    channelId: `19:${workspaceId}@thread.tacv2`,
    threadId: name,
  });
  const at = <T>(now: number, work: (unit: Unit) => Promise<T>) => storage.unit((unit) => work(unitAt(unit, now)));

  interface Lane {
    readonly to: Address;
    now: number;
    claimed: number | null;
  }

  /** Lanes that always have something to post: each waits as long as it is told to. @returns when each place was posted into */
  async function postAll(places: readonly Address[], posts: number, pace: PlatformAbilities = TEAMS) {
    const lanes = places.map((to): Lane => ({ to, now: START, claimed: null }));
    const sent = new Map<string, number[]>();
    for (let done = 0; done < posts;) {
      const lane = lanes.reduce((first, one) => (one.now < first.now ? one : first));
      const slot = await at(lane.now, (unit) => claimPost(unit, lane.to, pace, lane.claimed));
      if (slot.waitMs > 0) {
        lane.claimed = slot.at;
        lane.now += slot.waitMs;
        continue;
      }
      const name = `${lane.to.threadId}`;
      sent.set(name, [...(sent.get(name) ?? []), lane.now]);
      [lane.claimed, lane.now] = [null, lane.now + 1];
      done += 1;
    }
    return sent;
  }

  describe('posts to Teams', () => {
    test('are at most 7 a second and 60 in 30 s in one thread, also of several lanes', async () => {
      const workspace = aWorkspace();
      const sent = await postAll(Array<Address>(3).fill(thread(workspace, '1')), 90);
      const times = sent.get('1')!;
      expect(mostWithin(SECOND, times)).toBeLessThanOrEqual(7);
      expect(mostWithin(30 * SECOND, times)).toBeLessThanOrEqual(60);
      // A burst is not made to wait: the first 40 are through in as many times 150 ms, or little more.
      expect(times.filter((time) => time < START + 15 * SECOND).length).toBeGreaterThanOrEqual(40);
    });

    test('are at most 1,800 an hour in one thread', async () => {
      const times = (await postAll([thread(aWorkspace(), '1')], 1_820)).get('1')!;
      expect(mostWithin(HOUR, times)).toBeLessThanOrEqual(1_800);
      expect(mostWithin(HOUR, times)).toBeGreaterThan(1_750);
    }, 120_000);

    test('are at most 50 a second in one tenant, and each thread keeps its own pace meanwhile', async () => {
      const workspace = aWorkspace();
      const places = Array.from({ length: 40 }, (_, index) => thread(workspace, `${index % 30}`));
      const sent = await postAll(places, 160);
      expect(mostWithin(SECOND, [...sent.values()].flat())).toBeLessThanOrEqual(40);
      for (const times of sent.values()) expect(mostWithin(SECOND, times)).toBeLessThanOrEqual(7);
    });

    test('into another thread wait for none of them; those of another tenant neither', async () => {
      const workspace = aWorkspace();
      const last = (await postAll([thread(workspace, '1')], 50)).get('1')!.at(-1)!;
      const waitFor = async (to: Address) => (await at(last + 1, (unit) => claimPost(unit, to, TEAMS, null))).waitMs;
      expect(await waitFor(thread(workspace, '1'))).toBeGreaterThan(SECOND);
      expect(await waitFor(thread(workspace, '2'))).toBeLessThan(100);
      expect(await waitFor(thread(aWorkspace(), '1'))).toBe(0);
    });

    test('rest in a thread that was limited, and then come one by one', async () => {
      const to = thread(aWorkspace(), '1');
      await at(START, (unit) => holdPosts(unit, to, TEAMS, 5_000));
      const times = (await postAll([to], 3)).get('1')!;
      expect(times[0]! - START).toBeGreaterThanOrEqual(5_000);
      expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(2_000);
    });
  });

  test('where a channel is what counts, its threads share one steady pace', async () => {
    const steady = { ...ABILITIES, postsPerSecond: 1 };
    const workspace = aWorkspace();
    const sent = await postAll([thread(workspace, '1'), thread(workspace, '2')], 5, steady);
    const times = [...sent.values()].flat().sort();
    expect(times).toEqual([0, 1, 2, 3, 4].map((second) => START + second * SECOND));
  });

  test('a place with a long name is limited like any other', async () => {
    const to = { ...thread(aWorkspace(), '1'), channelId: `a:${'x'.repeat(188)}` };
    expect((await postAll([to], 8)).get('1')!.at(-1)! - START).toBeGreaterThanOrEqual(7 * 150);
  });

  test('places that were quiet for a day are forgotten, others are not', async () => {
    const claim = (now: number, name: string) => at(now, (unit) => claimSlot(unit, name, 1, null));
    await claim(START, 'quiet');
    await claim(START + DAY, 'busy');
    await at(START + DAY + 2 * SECOND, prunePace);
    const left = await storage.read((reader) => reader.query<{ channel: string }>('SELECT channel FROM pace'));
    expect(left.map(({ channel }) => channel)).toContain('busy');
    expect(left.map(({ channel }) => channel)).not.toContain('quiet');
  });
});
