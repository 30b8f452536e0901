import { internalNote } from '../../messages/internal.ts';
import { Message } from '../../messages/message.tsx';
import { OnItsWay } from '../outbox/on-its-way.tsx';
import { nameOf } from './author.ts';
import type { ShownEntry } from './shown-entry.ts';

interface TextEntryProps {
  readonly entry: ShownEntry;
  readonly goesOn: boolean;
  /** At the desk some words stay. */
  readonly isAtDesk: boolean;
}

/** A person's words in a channel. */
export function TextEntry({ entry, goesOn, isAtDesk }: TextEntryProps) {
  const { author, content, messageId, saidAt, postedAt, visibleTo, said } = entry;
  if (content.kind !== 'text') return null;
  const [name = '', from] = nameOf(author).split(' · ');
  // Those who belong elsewhere are not at the desk.
  const note = isAtDesk && from === undefined ? internalNote(content.text) : null;
  return (
    <Message
      id={messageId}
      name={name}
      origin={from ?? (author.kind === 'product' && !isAtDesk ? 'Support' : null)}
      saidAt={saidAt ?? postedAt}
      postedAt={postedAt}
      text={note ?? content.text}
      isInternal={note !== null}
      goesOn={goesOn}
    >
      {visibleTo !== null && <p className="only-you">Only you can see this.</p>}
      {said && <OnItsWay said={said} />}
    </Message>
  );
}
