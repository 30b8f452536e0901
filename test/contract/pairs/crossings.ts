import type { PLATFORM_NAMES } from '../../../src/chat/platform-names.ts';

export type PlatformName = (typeof PLATFORM_NAMES)[number];

/** What the platform tells of it, so that it can cross at all. */
type Told =
  | 'told'
  /** The platform has no such thing for people. */
  | 'unknown'
  /** People can do it, and our app never hears of it. */
  | 'untold'
  /** Our app hears that there is something, and may not have it. */
  | 'told in words';

/** How it is seen on a platform, when it was told on the other side. */
type Seen =
  | 'as it is'
  /** A post in the thread says it. */
  | 'a note'
  /** Words with a link to it. */
  | 'a link'
  /** Without the name of who it is. */
  | 'nameless'
  | 'nothing'
  /** Once; and once more where the answer to the post was lost, saying that it may stand there twice. */
  | 'a labelled repeat';

interface Crossing {
  readonly from: Readonly<Record<PlatformName, Told>>;
  readonly to: Readonly<Record<PlatformName, Seen>>;
}

const everywhere = <T>(what: T): Readonly<Record<PlatformName, T>> => ({ slack: what, teams: what, web: what });

const SAME: Crossing = { from: everywhere('told'), to: everywhere('as it is') };

/**
 * THE table: what becomes of each thing that people do in a ticket, by where they do it and by where the others read it.
 * It holds for the merchant's people and for agents alike.
 */
export const CROSSINGS = {
  message: SAME,
  /** One of several that were said quickly: each once, in their order. */
  reply: SAME,
  formatting: SAME,
  edit: SAME,
  deletion: SAME,
  /** What was deleted is brought back by who deleted it. */
  restoring: { ...SAME, from: { slack: 'unknown', teams: 'told', web: 'unknown' } },
  /** To what the others said. Teams tells of none but those on our bot's own posts, and lets no bot react. */
  reaction: { ...SAME, to: { slack: 'as it is', teams: 'a note', web: 'as it is' } },
  /** Nobody attaches anything in the browser; into a channel of Teams a bot cannot bring files. */
  picture: {
    from: { slack: 'told', teams: 'told', web: 'unknown' },
    to: { slack: 'as it is', teams: 'a link', web: 'as it is' },
  },
  /** Any other file. What stands in a channel of Teams only Microsoft Graph would give us. */
  document: {
    from: { slack: 'told', teams: 'told in words', web: 'unknown' },
    to: { slack: 'as it is', teams: 'a link', web: 'as it is' },
  },
  /** In their channels neither tells an app who writes; Slack shows nobody's, Teams our bot's alone. */
  typing: {
    from: { slack: 'untold', teams: 'untold', web: 'told' },
    to: { slack: 'nothing', teams: 'nameless', web: 'as it is' },
  },
  /** Said while a process dies between the intent to post it and the answer. Nobody can look what stands in Teams. */
  'reply over a crash': { ...SAME, to: { slack: 'as it is', teams: 'a labelled repeat', web: 'as it is' } },
} as const satisfies Record<string, Crossing>;

export type Ability = keyof typeof CROSSINGS;

export const ABILITIES = Object.keys(CROSSINGS) as readonly Ability[];

/** What the others see of it. */
export function crossingOf(ability: Ability, from: PlatformName, to: PlatformName): Seen {
  const crossing: Crossing = CROSSINGS[ability];
  const told = crossing.from[from];
  if (told === 'told in words') return 'a note';
  return told === 'told' ? crossing.to[to] : 'nothing';
}

/** Whether people there can do it. */
export const canDo = (ability: Ability, platform: PlatformName): boolean => {
  const crossing: Crossing = CROSSINGS[ability];
  return crossing.from[platform] !== 'unknown';
};
