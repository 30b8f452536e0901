import { useSyncExternalStore } from 'react';

/** Below this there is room for one pane only; the same as in the styles. */
const narrow = matchMedia('(max-width: 839px)');

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

export const useIsNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches);
