import { Bar } from '../bits/bar.tsx';
import { TicketPage } from './conversation/ticket-page.tsx';
import { LoginPage } from './login/login-page.tsx';
import { usePath } from './place/use-path.ts';
import { Account } from './session/account.tsx';
import { SignedIn } from './session/signed-in.tsx';
import { TicketsPage } from './tickets/tickets-page.tsx';

/** What people see who sign in by a link: their tickets, and the conversation about each. */
export function App() {
  const [place, name] = usePath();
  if (place === 'login' && name !== undefined) return <LoginPage token={name} />;
  return (
    <SignedIn>
      {(member) => (
        <>
          <Bar>
            <Account member={member} />
          </Bar>
          {name === undefined ? <TicketsPage member={member} /> : <TicketPage number={name} member={member} />}
        </>
      )}
    </SignedIn>
  );
}
