import './entries.css';
import { goesOn } from '../../messages/goes-on.ts';
import { internalNote } from '../../messages/internal.ts';
import { CardEntry } from '../cards/card-entry.tsx';
import type { Agent, Person } from '../world/world.ts';
import { isProduct, nameOf } from './author.ts';
import { Gone } from './gone.tsx';
import { Notice } from './notice.tsx';
import type { ShownEntry } from './shown-entry.ts';
import { TextEntry } from './text-entry.tsx';

interface EntriesProps {
  readonly entries: readonly ShownEntry[];
  /** Who clicks here. */
  readonly reader: Person | Agent;
  readonly isAtDesk?: boolean;
}

/** Entries one after the other, each by what it is. */
export function Entries({ entries, reader, isAtDesk = false }: EntriesProps) {
  return entries.map((entry, index) => {
    if (entry.content.kind === 'card') return <CardEntry key={entry.messageId} entry={entry} reader={reader} />;
    if (entry.isRemoved) return <Gone key={entry.messageId} entry={entry} />;
    if (isProduct(entry.author)) return <Notice key={entry.messageId} entry={entry} />;
    const before = entries[index - 1];
    const isGoingOn = goesOn(before && utteranceOf(before), utteranceOf(entry));
    return <TextEntry key={entry.messageId} entry={entry} reader={reader} goesOn={isGoingOn} isAtDesk={isAtDesk} />;
  });
}

/** Nobody says a card. */
function utteranceOf({ content, author, postedAt, isRemoved }: ShownEntry) {
  if (content.kind === 'card' || isRemoved) return undefined;
  return {
    who: `${author.userId ?? ''} ${nameOf(author)}`,
    isInternal: content.kind === 'text' && internalNote(content.text) !== null,
    at: postedAt,
  };
}
