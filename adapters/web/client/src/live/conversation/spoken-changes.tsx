import { Sending } from '../../messages/sending.tsx';
import type { Room } from '../room/room.ts';
import type { Spoken } from './spoken.ts';

interface SpokenChangesProps {
  readonly spoken: Spoken;
  readonly room: Room;
}

/** How far a change is that somebody made here: the last of them says it for all. What was refused stays until it is read. */
export function SpokenChanges({ spoken: { changes }, room }: SpokenChangesProps) {
  const change = changes.findLast(({ reason }) => reason !== null) ?? changes.at(-1);
  if (!change) return null;
  const { clientId, frame, reason } = change;
  return (
    <Sending
      reason={reason}
      ways={CHANGING}
      onTryAgain={() => {
        room.discard(clientId);
        room.change(frame);
      }}
      onDiscard={() => room.discard(clientId)}
    />
  );
}

const CHANGING = { underWay: 'saving…', failed: 'Not changed.' };
