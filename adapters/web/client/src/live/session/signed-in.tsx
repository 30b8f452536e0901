import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Screen } from '../screen.tsx';
import { Waiting } from '../waiting.tsx';
import { isSignedOut, sessionQuery, type Member } from './session.ts';

/** Shows something to whoever is signed in, and to nobody else. */
export function SignedIn({ children }: { readonly children: (member: Member) => ReactNode }) {
  const { data: member, error } = useQuery(sessionQuery);
  if (isSignedOut(error)) {
    return (
      <Screen title="Signed out">
        <p>{error.message}</p>
      </Screen>
    );
  }
  return member ? children(member) : <Waiting error={error} />;
}
