import { useQuery } from '@tanstack/react-query';
import { useIsNarrow } from '../../bits/use-is-narrow.ts';
import { AskError } from '../../server/ask.ts';
import { Link } from '../place/link.tsx';
import { useTitle } from '../place/use-title.ts';
import { Screen } from '../screen.tsx';
import { isAtDesk, type Member } from '../session/session.ts';
import { TicketList } from '../tickets/ticket-list.tsx';
import { ticketQuery } from '../tickets/ticket.ts';
import { Waiting } from '../waiting.tsx';
import { Conversation } from './conversation.tsx';
import { TicketHeader } from './ticket-header.tsx';

interface TicketPageProps {
  readonly number: string;
  readonly member: Member;
}

/** One ticket; beside it, where there is room, the others. */
export function TicketPage({ number, member }: TicketPageProps) {
  const isNarrow = useIsNarrow();
  const { data: ticket, error } = useQuery(ticketQuery(number));
  useTitle(ticket ? `${number} ${ticket.subject}` : number);
  if (error instanceof AskError && error.status === 404) return <NoSuchTicket number={number} />;
  return (
    <div className="ticket-page">
      {!isNarrow && (
        <nav className="ticket-others" aria-label="Tickets">
          <TicketList member={member} openNumber={number} />
        </nav>
      )}
      {ticket ? (
        <main className="ticket-main" key={ticket.id}>
          <TicketHeader ticket={ticket} isAtDesk={isAtDesk(member)} />
          <Conversation ticket={ticket} member={member} />
        </main>
      ) : (
        <Waiting error={error} />
      )}
    </div>
  );
}

const NoSuchTicket = ({ number }: { readonly number: string }) => (
  <Screen title={`There is no ${number} among your tickets`}>
    <p>It may be another merchant’s, or the link may have been cut off.</p>
    <Link to="/tickets" className="button button-primary">
      See your tickets
    </Link>
  </Screen>
);
