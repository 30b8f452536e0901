import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query';
import type { WireAct, WireTold } from '../../../../wire.ts';
import { messageOf } from '../../server/message-of.ts';
import { ACT } from './outbox.ts';

/** What became of somebody's last click on a card. */
export interface Acted {
  readonly action: string;
  readonly isPending: boolean;
  /** What only they are told. */
  readonly told: string | null;
}

type Place = Pick<WireAct, 'userId' | 'channelId' | 'messageId'>;

export function useAct(place: Place): (action: string, choice?: string) => void {
  const { mutate } = useMutation<WireTold, Error, WireAct>({ mutationKey: ACT });
  const forget = useForgetActs(place);
  return (action, choice) => {
    forget();
    mutate({ ...place, action, choice: choice ?? null, clientId: crypto.randomUUID() });
  };
}

export function useActed(place: Place): Acted | undefined {
  const acted = useMutationState({
    filters: { mutationKey: ACT, predicate: ({ state }) => isHere(state.variables, place) },
    select: ({ state }): Acted => ({
      action: (state.variables as WireAct).action,
      isPending: state.status === 'pending',
      told: state.error ? messageOf(state.error) : ((state.data as WireTold | undefined)?.say ?? null),
    }),
  });
  return acted.at(-1);
}

/** The card is shown without what was told about it. */
export function useForgetActs(place: Place): () => void {
  const cache = useQueryClient().getMutationCache();
  return () => {
    const settled = ({ state }: { state: { status: string; variables?: unknown } }) =>
      state.status !== 'pending' && isHere(state.variables, place);
    for (const mutation of cache.findAll({ mutationKey: ACT, predicate: settled })) cache.remove(mutation);
  };
}

function isHere(variables: unknown, place: Place): boolean {
  const act = variables as WireAct | undefined;
  return act?.messageId === place.messageId && act.channelId === place.channelId && act.userId === place.userId;
}
