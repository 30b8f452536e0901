import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query';
import type { WireSay } from '../../../../wire.ts';
import { messageOf } from '../../server/message-of.ts';
import { SAY } from './outbox.ts';

/** What somebody wrote here, on its way to the server. */
export interface Said {
  readonly id: number;
  readonly say: WireSay;
  readonly status: 'sending' | 'sent' | 'refused';
  /** Why it was refused. */
  readonly reason: string | null;
  readonly at: string;
}

export type Words = Omit<WireSay, 'clientId'>;

export function useSay(): (words: Words) => void {
  const { mutate } = useMutation<unknown, Error, WireSay>({ mutationKey: SAY });
  return (words) => mutate({ ...words, clientId: crypto.randomUUID() });
}

export function useSaid(channelId: string): readonly Said[] {
  const all = useMutationState({
    filters: { mutationKey: SAY },
    select: ({ mutationId, state }): Said => ({
      id: mutationId,
      say: state.variables as WireSay,
      status: state.status === 'error' ? 'refused' : state.status === 'success' ? 'sent' : 'sending',
      reason: state.error ? messageOf(state.error) : null,
      at: new Date(state.submittedAt).toISOString(),
    }),
  });
  return all.filter(({ say }) => say.channelId === channelId);
}

/** Takes back what was refused. */
export function useForget(): (id: number) => void {
  const cache = useQueryClient().getMutationCache();
  return (id) => {
    const mutation = cache.getAll().find(({ mutationId }) => mutationId === id);
    if (mutation) cache.remove(mutation);
  };
}
