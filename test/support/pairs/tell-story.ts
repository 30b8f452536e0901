import type { Scene } from '../scene/scene.ts';
import type { Sides } from './pair.ts';
import type { Party, Said, Seen } from './party.ts';

/** Said quickly one after another. */
export const REPLIES = ['first', 'second', 'third', 'fourth'] as const;
export const QUESTION = 'The payout for October is wrong';
export const SLIP = 'on Mondey';
export const PUT_RIGHT = 'on Monday';
export const MISTAKE = 'a mistake';
export const LOST = 'while it crashed';
export const BEHIND = 'behind the crash';

/** What one side has read of the other after each chapter, and at the end of all. */
export interface Evidence {
  /** The first post of the thread at the desk. */
  readonly root: string;
  readonly said: readonly Seen[];
  readonly changed: readonly Seen[];
  readonly undone: readonly Seen[];
  readonly survived: readonly Seen[];
  readonly writers: readonly string[];
}

/** Whoever speaks, by how they speak of themselves: so that no words of one are those of another. */
export const saidBy = ({ name }: Party, words: string): string => `${name}: ${words}`;

export const fileOf = ({ name }: Party, kind: 'picture' | 'document'): string =>
  `${name}-${kind}.${kind === 'picture' ? 'png' : 'pdf'}`;

interface Telling {
  readonly by: Party;
  readonly to: Party;
  /** What `by` said, by its words. */
  readonly said: Map<string, Said>;
}

type Everybody = <T>(does: (telling: Telling) => Promise<T>) => Promise<T[]>;

/** Resolves to what each of those has read whom it was told to. */
type Chapter = (does: (telling: Telling) => Promise<void>) => Promise<(readonly Seen[])[]>;

/**
 * All pairs go through the same at the same time, in one scene: one chapter begins when all that follows from the one
 * before is done.
 * @returns what the others read of what each side did
 */
export async function tellStory(scene: Scene, pairs: readonly Sides<Party>[]): Promise<Sides<Evidence>[]> {
  const tellings = pairs.flatMap(({ merchant, agent }): Telling[] => [
    { by: merchant, to: agent, said: new Map() },
    { by: agent, to: merchant, said: new Map() },
  ]);
  const everybody: Everybody = (does) => Promise.all(tellings.map(does));
  const chapter: Chapter = async (does) => {
    await everybody(does);
    await scene.settle();
    return everybody(({ to }) => to.read());
  };

  await Promise.all(pairs.map(({ merchant }) => merchant.ask(saidBy(merchant, QUESTION))));
  await scene.settle();
  const roots = await Promise.all(pairs.map(({ agent }) => agent.findThread()));
  const said = await chapter(speak);
  const tell = await everybody(({ to }) => to.watchWriters());
  const changed = await chapter(change);
  const undone = await chapter(undo);
  const writers = await Promise.all(tell.map((one) => one()));
  const survived = await crash(scene, everybody, chapter);

  const evidence = (index: number, root: string): Evidence => ({
    root,
    said: said[index]!,
    changed: changed[index]!,
    undone: undone[index]!,
    survived: survived[index]!,
    writers: writers[index]!,
  });
  return roots.map((root, index) => ({ merchant: evidence(2 * index, root), agent: evidence(2 * index + 1, root) }));
}

async function speak({ by, said }: Telling): Promise<void> {
  for (const words of [...REPLIES, SLIP, MISTAKE]) said.set(words, await by.say(saidBy(by, words)));
  await by.sayFormatted();
  for (const kind of ['picture', 'document'] as const) await by.send?.(kind, fileOf(by, kind));
}

async function change({ by, to, said }: Telling): Promise<void> {
  await by.edit(said.get(SLIP)!, saidBy(by, PUT_RIGHT));
  await by.remove(said.get(MISTAKE)!);
  await by.react(saidBy(to, REPLIES[0]), true);
  await by.type?.();
}

async function undo({ by, to, said }: Telling): Promise<void> {
  await by.restore?.(said.get(MISTAKE)!, saidBy(by, MISTAKE));
  await by.react(saidBy(to, REPLIES[0]), false);
}

/** Every post of the first words stands where it should, and the process dies before it has written that down. */
async function crash(scene: Scene, everybody: Everybody, chapter: Chapter): Promise<(readonly Seen[])[]> {
  const at = 'after-response-before-sent';
  const { length: together } = await everybody(() => Promise.resolve());
  const dying = await scene.dieAt({ at, containing: LOST, together });
  const saying = everybody(({ by }) => by.say(saidBy(by, LOST)));
  await dying.gone;
  await scene.startApp();
  await saying;
  return chapter(async ({ by }) => {
    await by.say(saidBy(by, BEHIND));
  });
}
