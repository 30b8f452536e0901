import './connection.css';
import type { ReactNode } from 'react';

interface ConnectionProps {
  readonly isAway: boolean;
  /** Whether somebody may write here meanwhile. */
  readonly takesWords?: boolean;
  /** What is worth saying while there is a connection. */
  readonly children?: ReactNode;
}

/** Calm while all is well. */
export function Connection({ isAway, takesWords = false, children }: ConnectionProps) {
  return (
    <p className="connection" role="status">
      {isAway ? (
        <>
          <span className="pulse" aria-hidden="true" />
          Reconnecting…
          {takesWords && <span className="connection-more">What you write is kept.</span>}
        </>
      ) : (
        children
      )}
    </p>
  );
}
