import { Reactions, type ReactionLine } from '../../messages/changes/reactions.tsx';
import type { ShownEntry } from '../entries/shown-entry.ts';
import type { Person } from '../world/world.ts';
import { useChange } from './use-change.ts';

interface EntryReactionsProps {
  readonly entry: ShownEntry;
  readonly reader: Person;
}

export function EntryReactions({ entry, reader }: EntryReactionsProps) {
  const { react } = useChange(entry, reader);
  return <Reactions reactions={reactionsFor(entry, reader)} onReact={react} />;
}

/** What stands on an entry, as one of those who take part sees it. */
export const reactionsFor = ({ reactions }: ShownEntry, { userId }: Person): ReactionLine[] =>
  reactions.map(({ emoji, userIds }) => ({ emoji, count: userIds.length, mine: userIds.includes(userId) }));
