import { useState } from 'react';

/** State that outlives a reload in this tab. */
export function useKept(key: string): [string, (value: string) => void] {
  const name = `switchboard.${key}`;
  const [value, setValue] = useState(() => sessionStorage.getItem(name) ?? '');
  return [
    value,
    (next) => {
      setValue(next);
      if (next === '') sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, next);
    },
  ];
}
