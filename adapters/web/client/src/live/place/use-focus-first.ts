import { useEffect, useRef, type RefObject } from 'react';

/** Where the reading begins when a page takes the place of another: the focus would be lost with what was there. */
export function useFocusFirst<T extends HTMLElement>(): RefObject<T | null> {
  const first = useRef<T>(null);
  useEffect(() => {
    if (document.activeElement === document.body) first.current?.focus({ preventScroll: true });
  }, []);
  return first;
}
