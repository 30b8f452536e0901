import { useSyncExternalStore } from 'react';
import type { Typist, Typists } from './typists.ts';

export const useTypists = ({ subscribe, read }: Typists, place: string): readonly Typist[] =>
  useSyncExternalStore(subscribe, () => read(place));
