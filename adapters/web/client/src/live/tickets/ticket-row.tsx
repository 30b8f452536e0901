import { Time } from '../../bits/time.tsx';
import { Link } from '../place/link.tsx';
import { StatusChip } from './status-chip.tsx';
import type { Ticket } from './ticket.ts';
import { whoLooks } from './who-looks.ts';

interface TicketRowProps {
  readonly ticket: Ticket;
  readonly isAtDesk: boolean;
  readonly isOpen: boolean;
}

export function TicketRow({ ticket, isAtDesk, isOpen }: TicketRowProps) {
  const { number, subject, status, merchantName, openedAt } = ticket;
  const about = [isAtDesk ? merchantName : null, whoLooks(ticket)].filter((words) => words !== null);
  return (
    <li>
      <Link to={`/tickets/${number}`} className="ticket" aria-current={isOpen ? 'page' : undefined}>
        <span className="ticket-number">{number}</span>
        <span className="ticket-subject">{subject}</span>
        <StatusChip status={status} isAtDesk={isAtDesk} />
        <span className="ticket-about">{about.join(' · ')}</span>
        <Time at={openedAt} />
      </Link>
    </li>
  );
}
