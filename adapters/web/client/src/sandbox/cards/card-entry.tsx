import './card.css';
import type { ReactNode } from 'react';
import { Time } from '../../bits/time.tsx';
import { useIsNew } from '../../messages/use-is-new.ts';
import type { ShownEntry } from '../entries/shown-entry.ts';
import { EntryReactions } from '../changes/entry-reactions.tsx';
import type { Person } from '../world/world.ts';
import { CardBlocks } from './card-blocks.tsx';
import { CardTold } from './card-told.tsx';

interface CardEntryProps {
  readonly entry: ShownEntry;
  /** Who clicks. */
  readonly reader: Person;
  /** In a list a card shows the beginning of its words, and no notes. */
  readonly isBrief?: boolean;
  readonly children?: ReactNode;
}

/** A card of the product's, live: it changes with what it is about. */
export function CardEntry({ entry, reader, isBrief = false, children }: CardEntryProps) {
  const isNew = useIsNew(entry.postedAt);
  if (entry.content.kind !== 'card') return null;
  const { card, summary } = entry.content;
  const look = ['card', isBrief && 'card-brief', isNew && 'card-new'].filter(Boolean).join(' ');
  return (
    <article className={look} aria-label={summary} data-message={entry.messageId} tabIndex={-1}>
      <span className="card-time">
        <Time at={entry.postedAt} />
      </span>
      <CardBlocks card={card} entry={entry} reader={reader} isBrief={isBrief} />
      <EntryReactions entry={entry} reader={reader} />
      <CardTold entry={entry} reader={reader} />
      {children}
    </article>
  );
}
