import { Button } from '../bits/button.tsx';

interface Ways {
  readonly underWay: string;
  readonly failed: string;
}

const SENDING: Ways = { underWay: 'sending…', failed: 'Not sent.' };

interface SendingProps {
  /** Why it was refused; null while it is on its way. */
  readonly reason: string | null;
  /** What it is called. */
  readonly ways?: Ways;
  readonly onTryAgain: () => void;
  readonly onDiscard: () => void;
}

/** How far something is that somebody wrote here. */
export function Sending({ reason, ways = SENDING, onTryAgain, onDiscard }: SendingProps) {
  if (reason === null) return <p className="sending">{ways.underWay}</p>;
  return (
    <div className="refused" role="alert">
      <p>
        {ways.failed} {reason}
      </p>
      <Button look="quiet" onClick={onTryAgain}>
        Try again
      </Button>
      <Button look="quiet" onClick={onDiscard}>
        Discard
      </Button>
    </div>
  );
}
