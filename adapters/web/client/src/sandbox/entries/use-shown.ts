import { useEntries } from '../feed/use-feed.ts';
import { useSaid } from '../outbox/use-said.ts';
import type { Person } from '../world/world.ts';
import { withSaid, type ShownEntry } from './shown-entry.ts';

/** What a person sees in a channel. */
export function useShown(channelId: string, reader: Person, people: readonly Person[]): ShownEntry[] {
  const nameOf = (userId: string) => people.find((person) => person.userId === userId)?.name ?? 'Someone';
  return withSaid(useEntries(channelId), useSaid(channelId), reader.userId, nameOf);
}
