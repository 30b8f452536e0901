import { dehydrate, hydrate, type DehydratedState, type Mutation, type QueryClient } from '@tanstack/react-query';
import type { WireAct, WireDelete, WireEdit, WireReact, WireSay, WireTold } from '../../../../wire.ts';
import { ask, isWorthAnotherTry, pauseMs } from '../../server/ask.ts';

export const SAY = ['say'] as const;
export const ACT = ['act'] as const;
export const CHANGE = ['change'] as const;

/** What somebody does with a message that stands there. */
export type Change =
  | { readonly path: '/sandbox/edits'; readonly body: WireEdit }
  | { readonly path: '/sandbox/deletions'; readonly body: WireDelete }
  | { readonly path: '/sandbox/reactions'; readonly body: WireReact };

const KEPT_AS = 'switchboard.outbox';
/** What was delivered is forgotten long after the feed has shown it, in ms. */
const REMEMBERED_MS = 5 * 60_000;

const persistent = {
  retry: (_failures: number, error: Error) => isWorthAnotherTry(error),
  retryDelay: pauseMs,
  gcTime: REMEMBERED_MS,
};

/**
 * What is on its way to the server. It is sent until the server has it, in order, under a key that the server takes
 * once; what has not arrived outlives a reload in this tab's storage.
 */
export function startOutbox(client: QueryClient, storage: Storage): void {
  client.setMutationDefaults(SAY, {
    ...persistent,
    mutationFn: (say: WireSay) => ask('/sandbox/messages', say),
    scope: { id: 'say' },
    gcTime: Infinity,
  });
  client.setMutationDefaults(ACT, {
    ...persistent,
    mutationFn: async (act: WireAct) => (await ask('/sandbox/actions', act)) as WireTold,
  });

  client.setMutationDefaults(CHANGE, {
    ...persistent,
    mutationFn: ({ path, body }: Change) => ask(path, body),
    // One after the other: what is done last is what stays.
    scope: { id: 'change' },
  });

  const cache = client.getMutationCache();
  hydrate(client, readKept(storage));
  for (const mutation of cache.getAll()) {
    if (mutation.state.status === 'pending') mutation.continue().catch(() => undefined);
  }
  cache.subscribe(() => {
    const kept = dehydrate(client, { shouldDehydrateQuery: () => false, shouldDehydrateMutation: isOnItsWay });
    storage.setItem(KEPT_AS, JSON.stringify(kept));
  });
}

const isOnItsWay = ({ options, state }: Mutation): boolean =>
  KEPT.has(options.mutationKey?.[0]) && state.status === 'pending';

const KEPT: ReadonlySet<unknown> = new Set([SAY[0], ACT[0], CHANGE[0]]);

function readKept(storage: Storage): Partial<DehydratedState> {
  try {
    return JSON.parse(storage.getItem(KEPT_AS) ?? '{}') as Partial<DehydratedState>;
  } catch {
    return {};
  }
}
