import { Button } from '../bits/button.tsx';

interface SendingProps {
  /** Why it was refused; null while it is on its way. */
  readonly reason: string | null;
  readonly onTryAgain: () => void;
  readonly onDiscard: () => void;
}

/** How far something is that somebody wrote here. */
export function Sending({ reason, onTryAgain, onDiscard }: SendingProps) {
  if (reason === null) return <p className="sending">sending…</p>;
  return (
    <div className="refused" role="alert">
      <p>Not sent. {reason}</p>
      <Button look="quiet" onClick={onTryAgain}>
        Try again
      </Button>
      <Button look="quiet" onClick={onDiscard}>
        Discard
      </Button>
    </div>
  );
}
