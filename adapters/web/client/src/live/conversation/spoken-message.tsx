import { internalNote } from '../../messages/internal.ts';
import { Message } from '../../messages/message.tsx';
import { Sending } from '../../messages/sending.tsx';
import type { Room } from '../room/room.ts';
import type { Spoken } from './spoken.ts';

interface SpokenMessageProps {
  readonly spoken: Spoken;
  readonly room: Room;
  readonly merchantName: string;
  readonly goesOn: boolean;
}

export function SpokenMessage({ spoken, room, merchantName, goesOn }: SpokenMessageProps) {
  const { key, name, side, at, text, isInternal, isEdited, unsent } = spoken;
  const note = isInternal ? internalNote(text) : null;
  const origin = side === 'agent' ? 'Support' : merchantName;
  return (
    <Message
      id={key}
      name={name}
      origin={origin === name ? null : origin}
      saidAt={at}
      postedAt={at}
      text={note ?? text}
      isInternal={isInternal}
      isEdited={isEdited}
      goesOn={goesOn}
    >
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
