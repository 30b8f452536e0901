import { Button } from '../../bits/button.tsx';
import { goesOn } from '../../messages/goes-on.ts';
import { Log } from '../../messages/log.tsx';
import type { RoomState } from '../room/room-state.ts';
import type { Room } from '../room/room.ts';
import { isAtDesk, type Member } from '../session/session.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { SpokenMessage } from './spoken-message.tsx';
import { toSpoken } from './spoken.ts';

interface ConversationLogProps {
  readonly ticket: Ticket;
  readonly member: Member;
  readonly room: Room;
  readonly state: RoomState;
}

export function ConversationLog({ ticket, member, room, state }: ConversationLogProps) {
  const spoken = toSpoken(state, member);
  const first = state.messages[0];
  const hasEarlier = first !== undefined && first.number > 1 && !state.isWhole;
  return (
    <Log label={`Messages in ${ticket.number}`} last={spoken.at(-1)?.key}>
      {hasEarlier && (
        <Button look="quiet" className="earlier" onClick={() => room.askForAll()}>
          Show earlier messages
        </Button>
      )}
      {spoken.map((one, index) => (
        <SpokenMessage
          key={one.key}
          spoken={one}
          room={room}
          merchantName={ticket.merchantName}
          isAtDesk={isAtDesk(member)}
          goesOn={goesOn(spoken[index - 1], one)}
        />
      ))}
    </Log>
  );
}
