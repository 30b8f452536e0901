import { queryOptions } from '@tanstack/react-query';
import { ask, isWorthAnotherTry, pauseMs } from '../../server/ask.ts';

/** Whom a link signs in. */
interface Invited {
  readonly name: string;
}

/** Looking does not use the link up. */
export const loginQuery = (token: string) =>
  queryOptions({
    queryKey: ['login', token],
    queryFn: async () => (await ask(`/sign-in/${token}`)) as Invited,
    retry: (_failures, error) => isWorthAnotherTry(error),
    retryDelay: pauseMs,
    staleTime: Infinity,
  });

/** @returns where it leads to */
export async function signIn(token: string): Promise<string> {
  const { leadsTo } = (await ask(`/sign-in/${token}`, {})) as { readonly leadsTo: string };
  return leadsTo;
}
