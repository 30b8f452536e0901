import './changes.css';
import type { ShownEntry } from '../entries/shown-entry.ts';
import type { Person } from '../world/world.ts';
import { useChange } from './use-change.ts';

interface ReactionsProps {
  readonly entry: ShownEntry;
  readonly reader: Person;
}

/** The emoji on a message, each with how many have put it there; a click joins them, or leaves. */
export function Reactions({ entry, reader }: ReactionsProps) {
  const { react } = useChange(entry, reader);
  if (entry.reactions.length === 0) return null;
  return (
    <p className="reactions">
      {entry.reactions.map(({ emoji, userIds }) => {
        const isMine = userIds.includes(reader.userId);
        return (
          <button
            key={emoji}
            type="button"
            className="reaction"
            aria-pressed={isMine}
            aria-label={`${emoji} ${userIds.length}`}
            onClick={() => react(emoji, !isMine)}
          >
            {emoji} <span>{userIds.length}</span>
          </button>
        );
      })}
    </p>
  );
}
