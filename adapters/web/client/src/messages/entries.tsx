import { CardEntry } from '../cards/card-entry.tsx';
import type { Agent, Person } from '../world/world.ts';
import { internalNote } from './internal.ts';
import { Message } from './message.tsx';
import { Notice } from './notice.tsx';
import type { ShownEntry } from './shown-entry.ts';

interface EntriesProps {
  readonly entries: readonly ShownEntry[];
  /** Who clicks here. */
  readonly reader: Person | Agent;
  readonly isAtDesk?: boolean;
}

/** The name under which the product speaks for itself. */
const PRODUCT = 'Switchboard';
const GOES_ON_WITHIN_MS = 3 * 60_000;

/** Entries one after the other, each by what it is. */
export function Entries({ entries, reader, isAtDesk = false }: EntriesProps) {
  return entries.map((entry, index) => {
    if (entry.content.kind === 'card') return <CardEntry key={entry.messageId} entry={entry} reader={reader} />;
    const { kind, name } = entry.author;
    if (kind === 'product' && name === PRODUCT) return <Notice key={entry.messageId} entry={entry} />;
    const goesOn = isGoingOn(entries[index - 1], entry);
    return <Message key={entry.messageId} entry={entry} goesOn={goesOn} isAtDesk={isAtDesk} />;
  });
}

/** The same person, a moment later, to the same ears. */
function isGoingOn(before: ShownEntry | undefined, entry: ShownEntry): boolean {
  if (before?.content.kind !== 'text' || entry.content.kind !== 'text') return false;
  const isSame = before.author.name === entry.author.name && before.author.userId === entry.author.userId;
  const isHeard = (internalNote(before.content.text) === null) === (internalNote(entry.content.text) === null);
  return isSame && isHeard && Date.parse(entry.postedAt) - Date.parse(before.postedAt) < GOES_ON_WITHIN_MS;
}
