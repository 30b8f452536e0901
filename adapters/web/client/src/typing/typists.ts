/** Somebody who is writing just now. */
export interface Typist {
  readonly userId: string;
  readonly name: string;
}

export interface Typists {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: (place: string) => readonly Typist[];
  hear(place: string, typist: Typist, isTyping: boolean): void;
  /** What they were writing has come, or they have left. */
  forget(place: string, isIt: (typist: Typist) => boolean): void;
}

interface Heard extends Typist {
  readonly timer: number | undefined;
}

const NOBODY: readonly Heard[] = [];

/**
 * Who is writing where.
 * @param lapsesAfterMs how long each is remembered who is not heard of again; left out where the end is told for certain
 */
export function createTypists(lapsesAfterMs?: number): Typists {
  const listeners = new Set<() => void>();
  const places = new Map<string, readonly Heard[]>();
  const read = (place: string) => places.get(place) ?? NOBODY;

  const put = (place: string, heard: readonly Heard[]): void => {
    places.set(place, heard);
    for (const listener of listeners) listener();
  };

  const forget: Typists['forget'] = (place, isIt) => {
    const gone = read(place).filter(isIt);
    if (gone.length === 0) return;
    for (const { timer } of gone) clearTimeout(timer);
    put(
      place,
      read(place).filter((one) => !gone.includes(one)),
    );
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read,
    hear(place, { userId, name }, isTyping) {
      const isThem = (one: Typist) => one.userId === userId;
      forget(place, isThem);
      if (!isTyping) return;
      const lapse = () => forget(place, isThem);
      const timer = lapsesAfterMs === undefined ? undefined : window.setTimeout(lapse, lapsesAfterMs);
      put(place, [...read(place), { userId, name, timer }]);
    },
    forget,
  };
}
