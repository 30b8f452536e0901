import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../server/ask.ts';
import { worldQuery } from './use-world.ts';

/** What can be changed about the world besides talking. */
export type Change =
  | { readonly kind: 'availability'; readonly agentId: number; readonly isAvailable: boolean }
  | { readonly kind: 'reach'; readonly channelId: string; readonly isOffline: boolean }
  | { readonly kind: 'membership'; readonly channelId: string; readonly isRemoved: boolean }
  | { readonly kind: 'start-over' };

export const CHANGE = ['change'] as const;

function tell(change: Change): Promise<unknown> {
  switch (change.kind) {
    case 'availability':
      return ask(`/sandbox/agents/${change.agentId}/availability`, { isAvailable: change.isAvailable });
    case 'reach':
      return ask(`/sandbox/channels/${encodeURIComponent(change.channelId)}/reach`, { isOffline: change.isOffline });
    case 'membership':
      return ask(`/sandbox/channels/${encodeURIComponent(change.channelId)}/membership`, {
        isRemoved: change.isRemoved,
      });
    case 'start-over':
      return ask('/sandbox/reset', {});
  }
}

/** Pending until the world shows it. */
export function useChange() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: CHANGE,
    mutationFn: tell,
    onSuccess: () => client.invalidateQueries(worldQuery),
  });
}
