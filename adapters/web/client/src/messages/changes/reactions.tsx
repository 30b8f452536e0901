import './changes.css';

/** One emoji on a message. */
export interface ReactionLine {
  /** Or a short name that only some workspace knows. */
  readonly emoji: string;
  readonly count: number;
  /** The reader is among them. */
  readonly mine: boolean;
}

interface ReactionsProps {
  readonly reactions: readonly ReactionLine[];
  readonly onReact: (emoji: string, isOn: boolean) => void;
}

/** The emoji on a message, each with how many have put it there; a click joins them, or leaves. */
export function Reactions({ reactions, onReact }: ReactionsProps) {
  if (reactions.length === 0) return null;
  return (
    <p className="reactions">
      {reactions.map(({ emoji, count, mine }) =>
        isName(emoji) ? (
          <span key={emoji} className="reaction">
            :{emoji}: {count}
          </span>
        ) : (
          <button
            key={emoji}
            type="button"
            className="reaction"
            aria-pressed={mine}
            aria-label={`${emoji} ${count}`}
            onClick={() => onReact(emoji, !mine)}
          >
            {emoji} <span>{count}</span>
          </button>
        ),
      )}
    </p>
  );
}

/** A workspace's own emoji stands for itself there alone: nobody can put it on from here. */
const isName = (emoji: string): boolean => /^[\p{L}\p{N}_+:'-]+$/u.test(emoji);
