import { useState } from 'react';
import type { RichText } from '../../../../../../src/chat/rich-text.ts';
import { EditBox } from '../../messages/changes/edit-box.tsx';
import { MessageTools } from '../../messages/changes/message-tools.tsx';
import { internalNote } from '../../messages/internal.ts';
import { Message } from '../../messages/message.tsx';
import { OnItsWay } from '../outbox/on-its-way.tsx';
import { EntryReactions, reactionsFor } from '../changes/entry-reactions.tsx';
import { useChange } from '../changes/use-change.ts';
import type { Person } from '../world/world.ts';
import { nameOf } from './author.ts';
import type { ShownEntry } from './shown-entry.ts';

const LONGEST_TEXT = 40_000;

interface TextEntryProps {
  readonly entry: ShownEntry;
  /** Who reads here, and may change what they said. */
  readonly reader: Person;
  readonly goesOn: boolean;
  /** At the desk some words stay. */
  readonly isAtDesk: boolean;
}

const NO_WORDS: RichText = [];

/** A person's words in a channel, or a file of theirs. */
export function TextEntry({ entry, reader, goesOn, isAtDesk }: TextEntryProps) {
  const { author, content, messageId, saidAt, postedAt, visibleTo, said } = entry;
  const [isEditing, setIsEditing] = useState(false);
  const deeds = useChange(entry, reader);
  if (content.kind === 'card') return null;
  const text = content.kind === 'text' ? content.text : NO_WORDS;
  const [name = '', from] = nameOf(author).split(' · ');
  // Those who belong elsewhere are not at the desk.
  const canChange = said === undefined && visibleTo === null;
  const note = isAtDesk && from === undefined ? internalNote(text) : null;
  return (
    <Message
      id={messageId}
      name={name}
      origin={from ?? (author.kind === 'product' && !isAtDesk ? 'Support' : null)}
      saidAt={saidAt ?? postedAt}
      postedAt={postedAt}
      text={note ?? text}
      files={content.kind === 'file' ? [content.file] : []}
      isInternal={note !== null}
      goesOn={goesOn}
      isEdited={entry.isEdited}
      instead={
        isEditing ? (
          <EditBox text={text} longest={LONGEST_TEXT} onSave={deeds.edit} onDone={() => setIsEditing(false)} />
        ) : undefined
      }
      tools={
        canChange && (
          <MessageTools
            name={nameOf(author)}
            isOwn={author.userId === reader.userId}
            reactions={reactionsFor(entry, reader)}
            deeds={deeds}
            onEdit={() => setIsEditing(true)}
          />
        )
      }
    >
      <EntryReactions entry={entry} reader={reader} />
      {visibleTo !== null && <p className="only-you">Only you can see this.</p>}
      {said && <OnItsWay said={said} />}
    </Message>
  );
}
