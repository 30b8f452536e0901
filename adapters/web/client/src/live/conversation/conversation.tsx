import './conversation.css';
import { useQueryClient } from '@tanstack/react-query';
import { Connection } from '../../bits/connection.tsx';
import { Typing } from '../../typing/typing.tsx';
import { useTypists } from '../../typing/use-typists.ts';
import { HERE } from '../room/hear-typing.ts';
import { useRoom } from '../room/use-room.ts';
import { sessionQuery, type Member } from '../session/session.ts';
import { ticketQuery, ticketsQuery, type Ticket } from '../tickets/ticket.ts';
import { ConversationLog } from './conversation-log.tsx';
import { LiveComposer } from './live-composer.tsx';
import { Presence } from './presence.tsx';

interface ConversationProps {
  readonly ticket: Ticket;
  readonly member: Member;
}

/** What both parties say about a ticket, as they say it. */
export function Conversation({ ticket, member }: ConversationProps) {
  const client = useQueryClient();
  const { room, state } = useRoom({
    ticketId: ticket.id,
    storage: sessionStorage,
    keptAs: `switchboard.unsent.${member.userId}.${ticket.number}`,
    // Whatever is said may change how the ticket stands.
    onMessage: () => {
      void client.invalidateQueries(ticketQuery(ticket.number));
      void client.invalidateQueries({ queryKey: ticketsQuery.queryKey });
    },
    onSignedOut: () => void client.invalidateQueries(sessionQuery),
  });
  const typists = useTypists(room.typists, HERE);
  return (
    <>
      <ConversationLog ticket={ticket} member={member} room={room} state={state} />
      <div className="aside">
        <Connection isAway={state.status === 'away'} takesWords />
        {state.status !== 'away' && (
          <p className="aside-typing" role="status">
            <Typing typists={typists} />
          </p>
        )}
        {typists.length === 0 && <Presence here={state.here} />}
      </div>
      <LiveComposer ticket={ticket} member={member} room={room} />
    </>
  );
}
