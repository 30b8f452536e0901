import './ticket-list.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from '../../bits/button.tsx';
import { Connection } from '../../bits/connection.tsx';
import { Empty } from '../../bits/empty.tsx';
import { useFocusFirst } from '../place/use-focus-first.ts';
import { isAtDesk, type Member } from '../session/session.ts';
import { TicketRow } from './ticket-row.tsx';
import { ticketsQuery } from './ticket.ts';

interface TicketListProps {
  readonly member: Member;
  /** The one that is shown beside the list. */
  readonly openNumber?: string;
}

/** Own tickets, newest first. */
export function TicketList({ member, openNumber }: TicketListProps) {
  const { data, isError, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(ticketsQuery);
  const heading = useFocusFirst<HTMLHeadingElement>();
  const atDesk = isAtDesk(member);
  const tickets = data?.pages.flatMap((page) => page.tickets);
  return (
    <div className="tickets">
      <div className="tickets-head">
        <h2 ref={heading} tabIndex={-1}>
          {atDesk ? 'Tickets' : 'Your tickets'}
        </h2>
        <Connection isAway={isError} />
      </div>
      {tickets?.length === 0 && (
        <Empty title="No tickets yet">
          {atDesk ? 'What merchants ask appears here.' : 'What you ask in your support channel appears here.'}
        </Empty>
      )}
      <ul className="tickets-rows" aria-busy={!tickets}>
        {tickets?.map((ticket) => (
          <TicketRow key={ticket.id} ticket={ticket} isAtDesk={atDesk} isOpen={ticket.number === openNumber} />
        ))}
      </ul>
      {hasNextPage && (
        <Button look="quiet" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older tickets
        </Button>
      )}
    </div>
  );
}
