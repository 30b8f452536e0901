import { useSyncExternalStore } from 'react';

/** What is chosen, by the names it has in the address: it outlives a reload, and Back closes a thread. */
export type PlaceName = 'merchant' | 'person' | 'agent' | 'thread' | 'pane';

export type Place = Readonly<Partial<Record<PlaceName, string | null>>>;

const CHANGED = 'switchboard:place';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(CHANGED, listener);
  };
}

export const usePlace = (name: PlaceName): string | null =>
  useSyncExternalStore(subscribe, () => new URLSearchParams(location.search).get(name));

/** Null takes a choice back. Only a thread that is opened is a step that Back takes back. */
export function go(place: Place): void {
  const search = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(place)) {
    if (value === null) search.delete(name);
    else search.set(name, value);
  }
  const address = search.size === 0 ? location.pathname : `?${search}`;
  if (typeof place.thread === 'string') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  window.dispatchEvent(new Event(CHANGED));
}
