import { useState } from 'react';
import { Button } from '../../bits/button.tsx';
import { firstName } from '../../bits/first-name.ts';
import { CloseIcon } from '../../bits/icons.tsx';
import type { Cast } from '../place/use-cast.ts';
import type { World } from '../world/world.ts';

const DISMISSED = 'switchboard.hint-dismissed';

/** What to try first, in one line. */
export function Hint({ world, cast }: { readonly world: World; readonly cast: Cast }) {
  const [isShown, setIsShown] = useState(() => localStorage.getItem(DISMISSED) === null);
  if (!isShown) return null;
  const dismiss = () => {
    localStorage.setItem(DISMISSED, 'yes');
    setIsShown(false);
  };
  const asked = world.agents.find(({ openOffers }) => openOffers > 0);
  const writer = firstName(cast.person.name);
  return (
    <aside className="hint" aria-label="What to try first">
      <p>
        <b>Try it:</b> write as {writer}. {asked ? firstName(asked.name) : 'An agent'} is asked in a direct message:
        accept, and reply in the ticket’s thread.
      </p>
      <Button look="icon" aria-label="Dismiss the hint" onClick={dismiss}>
        <CloseIcon />
      </Button>
    </aside>
  );
}
