import { useState } from 'react';

const NEW_FOR_MS = 4_000;

/** Whether it has just come, so that the eye finds it; not each time that it is shown again. */
export function useIsNew(postedAt: string): boolean {
  const [isNew] = useState(() => Date.now() - Date.parse(postedAt) < NEW_FOR_MS);
  return isNew;
}
