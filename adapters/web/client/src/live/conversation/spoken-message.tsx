import { useState } from 'react';
import { InternalHint } from '../../composer/internal-hint.tsx';
import { EditBox } from '../../messages/changes/edit-box.tsx';
import { MessageTools } from '../../messages/changes/message-tools.tsx';
import { Reactions } from '../../messages/changes/reactions.tsx';
import { internalNote, isInternal as beginsInternal } from '../../messages/internal.ts';
import { Message } from '../../messages/message.tsx';
import { Sending } from '../../messages/sending.tsx';
import type { Room } from '../room/room.ts';
import { LONGEST_TEXT } from './longest-text.ts';
import type { Spoken } from './spoken.ts';
import { SpokenChanges } from './spoken-changes.tsx';
import { deedsOn } from './deeds.ts';

interface SpokenMessageProps {
  readonly spoken: Spoken;
  readonly room: Room;
  readonly merchantName: string;
  readonly goesOn: boolean;
  /** At the desk some words stay. */
  readonly isAtDesk: boolean;
}

export function SpokenMessage({ spoken, room, merchantName, goesOn, isAtDesk }: SpokenMessageProps) {
  const { key, name, side, at, text, files, isInternal, isEdited, number, isOwn, reactions, unsent } = spoken;
  const [isEditing, setIsEditing] = useState(false);
  const deeds = deedsOn(room, number);
  const note = isInternal ? internalNote(text) : null;
  const origin = side === 'agent' ? 'Support' : merchantName;
  const hint = (draft: string) =>
    isInternal || (isAtDesk && beginsInternal(draft)) ? <InternalHint to={merchantName} /> : null;
  return (
    <Message
      id={key}
      name={name}
      origin={origin === name ? null : origin}
      saidAt={at}
      postedAt={at}
      text={note ?? text}
      files={files}
      isInternal={isInternal}
      isEdited={isEdited}
      goesOn={goesOn}
      instead={
        deeds && isEditing ? (
          <EditBox
            text={text}
            longest={LONGEST_TEXT}
            onSave={deeds.edit}
            onDone={() => setIsEditing(false)}
            hint={hint}
          />
        ) : undefined
      }
      tools={
        deeds && (
          <MessageTools
            name={name}
            isOwn={isOwn}
            reactions={reactions}
            deeds={deeds}
            onEdit={() => setIsEditing(true)}
          />
        )
      }
    >
      {deeds && <Reactions reactions={reactions} onReact={deeds.react} />}
      <SpokenChanges spoken={spoken} room={room} />
      {unsent && (
        <Sending
          reason={unsent.reason}
          onTryAgain={() => room.sayAgain(unsent)}
          onDiscard={() => room.discard(unsent.clientId)}
        />
      )}
    </Message>
  );
}
