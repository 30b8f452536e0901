import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PLATFORM_NAMES } from '../../../src/chat/platform-names.ts';
import { SENT_AGAIN } from '../../../src/delivery/repeat-post.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { makePair, type Sides } from '../../support/pairs/pair.ts';
import type { Party, Seen } from '../../support/pairs/party.ts';
import {
  BEHIND,
  fileOf,
  LOST,
  MISTAKE,
  PUT_RIGHT,
  QUESTION,
  REPLIES,
  saidBy,
  SLIP,
  tellStory,
  type Evidence,
} from '../../support/pairs/tell-story.ts';
import { readCounter } from '../../support/scene/copies.ts';
import { RETRIES_MS } from '../../support/scene/quick-death.ts';
import { Scene } from '../../support/scene/scene.ts';
import { ABILITIES, crossingOf, type Ability } from './crossings.ts';

const PAIRS: readonly Sides[] = PLATFORM_NAMES.flatMap((merchant) =>
  PLATFORM_NAMES.map((agent) => ({ merchant, agent })),
);

const PATIENCE_MS = 4_000;

/** Who did something, who reads it, and what they have read. */
interface Case {
  readonly by: Party;
  readonly to: Party;
  readonly evidence: Evidence;
}

type Crossing = ReturnType<typeof crossingOf>;

/** The order in which those of `words` stand that somebody said. */
const orderOf = (seen: readonly Seen[], by: Party, words: readonly string[]): string[] =>
  seen.flatMap((one) => words.filter((said) => one.words.includes(saidBy(by, said))));

const showing = (seen: readonly Seen[], words: string): Seen[] => seen.filter((one) => one.words.includes(words));

/** A file as it stands there. */
function seenFile({ by, evidence: { said } }: Case, kind: 'picture' | 'document'): Crossing {
  const name = fileOf(by, kind);
  if (said.some(({ files }) => files.includes(name))) return 'as it is';
  const [post] = showing(said, name);
  if (!post) return 'nothing';
  return post.links.some((link) => link.includes('/files/')) ? 'a link' : 'a note';
}

/** What has become of each thing, by what the others have read. */
const BECAME: Readonly<Record<Ability, (of: Case) => Crossing>> = {
  message({ by, evidence: { root, said } }) {
    const [first] = showing(said, saidBy(by, REPLIES[0]));
    expect(first?.author).toContain(by.name);
    return root.includes(QUESTION) ? 'as it is' : 'nothing';
  },
  reply({ by, evidence: { said } }) {
    expect(orderOf(said, by, REPLIES)).toEqual(REPLIES);
    return 'as it is';
  },
  formatting: ({ by, to, evidence: { said } }) =>
    said.filter(({ isFormatted, author }) => isFormatted && author !== null && by !== to).length === 1
      ? 'as it is'
      : 'nothing',
  edit({ by, evidence: { said, changed } }) {
    expect(orderOf(said, by, [SLIP, PUT_RIGHT])).toEqual([SLIP]);
    expect(orderOf(changed, by, [...REPLIES, SLIP, PUT_RIGHT])).toEqual([...REPLIES, PUT_RIGHT]);
    return 'as it is';
  },
  deletion({ by, evidence: { said, changed } }) {
    expect(orderOf(said, by, [MISTAKE])).toEqual([MISTAKE]);
    return orderOf(changed, by, [MISTAKE]).length === 0 ? 'as it is' : 'nothing';
  },
  restoring: ({ by, evidence: { undone } }) => (orderOf(undone, by, [MISTAKE]).length === 1 ? 'as it is' : 'nothing'),
  reaction({ by, to, evidence: { changed, undone } }) {
    const [told] = showing(changed, saidBy(to, REPLIES[0]));
    const note = `${by.name} reacted with 👍 to “${saidBy(to, REPLIES[0])}”`;
    expect(showing(undone, note)).toEqual([]);
    expect(showing(undone, saidBy(to, REPLIES[0]))[0]?.reactions).toEqual([]);
    if (showing(changed, note).length === 1) return 'a note';
    return told?.reactions.join() === '👍' ? 'as it is' : 'nothing';
  },
  picture: (of) => seenFile(of, 'picture'),
  document: (of) => seenFile(of, 'document'),
  typing({ by, evidence: { writers } }) {
    if (writers.length === 0) return 'nothing';
    return writers.every((name) => name === by.name) ? 'as it is' : 'nameless';
  },
  'reply over a crash'({ by, evidence: { survived } }) {
    const copies = showing(survived, saidBy(by, LOST));
    expect(orderOf(survived, by, [LOST, BEHIND]).join()).toMatch(new RegExp(`^(${LOST},)+${BEHIND}$`));
    const labelled = copies.map(({ words }) => words.includes(SENT_AGAIN));
    if (labelled.join() === 'false,true') return 'a labelled repeat';
    return labelled.join() === 'false' ? 'as it is' : 'nothing';
  },
};

onEachDatabase((database) => {
  let scene: Scene;
  let pairs: readonly Sides<Party>[];
  let evidence: readonly Sides<Evidence>[];

  beforeAll(async () => {
    // A post that only took long would be repeated in Teams: a busy machine has its time. No wait after the crash is longer.
    const app = { leaseMs: PATIENCE_MS, requestTimeoutMs: PATIENCE_MS };
    scene = await Scene.open(database, { slack: { retryDelaysMs: RETRIES_MS }, teams: true, web: true, app });
    pairs = await Promise.all(PAIRS.map((sides) => makePair(scene, sides)));
    await scene.settle();
    evidence = await tellStory(scene, pairs);
  }, 60_000);
  afterAll(() => scene.close());

  describe.each(PAIRS.map((sides, index) => ({ ...sides, index })))(
    'a merchant in $merchant, agents in $agent',
    ({ merchant, agent, index }) => {
      const ways = [
        { who: 'merchant', whom: 'agent', from: merchant, to: agent },
        { who: 'agent', whom: 'merchant', from: agent, to: merchant },
      ] as const;
      describe.each(ways)('what the $who does', ({ who, whom, from, to }) => {
        test.each(ABILITIES.map((ability) => [ability, crossingOf(ability, from, to)] as const))(
          '%s: %s',
          (ability, crossing) => {
            const { [who]: by, [whom]: reader } = pairs[index]!;
            const became = BECAME[ability]({ by, to: reader, evidence: evidence[index]![who] });
            expect(became).toBe(crossing);
          },
        );
      });
    },
  );

  test('what may stand twice is counted', async () => {
    const labels = ['platform="teams"', 'outcome="repeated"'];
    expect(await readCounter(scene, 'switchboard_deliveries_total', ...labels)).toBe(6);
  });
});
