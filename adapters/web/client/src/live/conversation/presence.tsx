import { Avatar } from '../../bits/avatar.tsx';
import { firstName } from '../../bits/first-name.ts';
import type { Present } from '../room/room-state.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** Who else has the conversation before them. */
export function Presence({ here }: { readonly here: readonly Present[] }) {
  if (here.length === 0) return null;
  return (
    <p className="presence">
      <span className="presence-faces">
        {here.map(({ userId, userName }) => (
          <Avatar key={userId} name={userName} size="small" />
        ))}
      </span>
      {list.format(here.map(({ userName }) => firstName(userName)))} {here.length === 1 ? 'is' : 'are'} here
    </p>
  );
}
