import './ticket-header.css';
import { BackIcon } from '../../bits/icons.tsx';
import { Time } from '../../bits/time.tsx';
import { Link } from '../place/link.tsx';
import { useFocusFirst } from '../place/use-focus-first.ts';
import { StatusChip } from '../tickets/status-chip.tsx';
import type { Ticket } from '../tickets/ticket.ts';
import { whoLooks } from '../tickets/who-looks.ts';

interface TicketHeaderProps {
  readonly ticket: Ticket;
  readonly isAtDesk: boolean;
}

/** What the conversation is about, and how it stands. */
export function TicketHeader({ ticket, isAtDesk }: TicketHeaderProps) {
  const { number, subject, status, merchantName, openedAt } = ticket;
  const heading = useFocusFirst<HTMLHeadingElement>();
  return (
    <header className="ticket-header">
      <Link to="/tickets" className="button button-quiet ticket-back">
        <BackIcon />
        All tickets
      </Link>
      <div className="ticket-title">
        <h2 ref={heading} tabIndex={-1}>
          {subject}
        </h2>
        <span role="status">
          <StatusChip status={status} isAtDesk={isAtDesk} />
        </span>
      </div>
      <p className="ticket-facts">
        {[number, isAtDesk ? merchantName : null, whoLooks(ticket)].map(
          (fact) => fact !== null && <span key={fact}>{fact}</span>,
        )}
        <span>
          Opened <Time at={openedAt} />
        </span>
      </p>
    </header>
  );
}
