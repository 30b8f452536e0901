import './message.css';
import { useState } from 'react';
import { Avatar } from '../bits/avatar.tsx';
import { LockIcon } from '../bits/icons.tsx';
import { Time } from '../bits/time.tsx';
import { internalNote } from './internal.ts';
import { Sending } from './sending.tsx';
import type { ShownEntry } from './shown-entry.ts';
import { Text } from './text.tsx';

interface MessageProps {
  readonly entry: ShownEntry;
  /** It goes on where the same person has just stopped. */
  readonly goesOn?: boolean;
  /** At the desk some words stay. */
  readonly isAtDesk?: boolean;
}

/** What a person said, here or on the other side. */
export function Message({ entry, goesOn = false, isAtDesk = false }: MessageProps) {
  const isNew = useIsNew(entry);
  if (entry.content.kind !== 'text') return null;
  const { text } = entry.content;
  const note = isAtDesk && entry.author.kind === 'person' ? internalNote(text) : null;
  const [name = '', from] = (entry.author.name ?? 'Switchboard').split(' · ');
  const origin = from ?? (entry.author.kind === 'product' && !isAtDesk ? 'Support' : null);
  const look = ['message', note && 'message-internal', isNew && 'message-new', goesOn && 'message-goes-on'];
  return (
    <div className={look.filter(Boolean).join(' ')} data-message={entry.messageId}>
      {!goesOn && <Avatar name={name} />}
      <div className="message-body">
        {!goesOn && (
          <p className="message-head">
            <b>{name}</b>
            {origin !== null && <span className="origin">{origin}</span>}
            <Time at={entry.saidAt ?? entry.postedAt} />
          </p>
        )}
        {note && (
          <p className="stays">
            <LockIcon /> Stays at the desk
          </p>
        )}
        <Text text={note ?? text} />
        {entry.visibleTo !== null && <p className="only-you">Only you can see this.</p>}
        {entry.said && <Sending said={entry.said} />}
      </div>
    </div>
  );
}

const NEW_FOR_MS = 4_000;

/** Whether it has just come, so that the eye finds it; not each time that it is shown again. */
export function useIsNew({ postedAt }: Pick<ShownEntry, 'postedAt'>): boolean {
  const [isNew] = useState(() => Date.now() - Date.parse(postedAt) < NEW_FOR_MS);
  return isNew;
}
