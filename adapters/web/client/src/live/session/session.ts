import { queryOptions } from '@tanstack/react-query';
import { ask, AskError } from '../../server/ask.ts';

/** Who is signed in. */
export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly role: 'merchant' | 'agent' | 'admin';
  /** Null for those at the desk. */
  readonly merchantId: number | null;
}

/** A session that was ended elsewhere is over here, too. */
const LOOK_EVERY_MS = 30_000;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => ((await ask('/session')) as { readonly member: Member }).member,
  refetchInterval: ({ state }) => (isSignedOut(state.error) ? false : state.data ? LOOK_EVERY_MS : 2_000),
});

export const isSignedOut = (error: unknown): error is AskError => error instanceof AskError && error.status === 401;

export const isAtDesk = ({ merchantId }: Member): boolean => merchantId === null;
