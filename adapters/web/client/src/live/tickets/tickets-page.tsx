import { useTitle } from '../place/use-title.ts';
import type { Member } from '../session/session.ts';
import { TicketList } from './ticket-list.tsx';

export function TicketsPage({ member }: { readonly member: Member }) {
  useTitle('Tickets');
  return (
    <main className="tickets-page">
      <TicketList member={member} />
    </main>
  );
}
