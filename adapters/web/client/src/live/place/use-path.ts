import { useSyncExternalStore } from 'react';

const CHANGED = 'switchboard:path';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(CHANGED, listener);
  };
}

/** The address in its parts: `/tickets/SB-7` is `['tickets', 'SB-7']`. */
export function usePath(): string[] {
  const path = useSyncExternalStore(subscribe, () => location.pathname);
  return path.split('/').filter((part) => part !== '');
}

/** Shows another of our pages without loading this one again. */
export function goTo(path: string): void {
  if (path !== location.pathname) history.pushState(null, '', path);
  window.dispatchEvent(new Event(CHANGED));
}
