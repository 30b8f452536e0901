import './waiting.css';
import { Connection } from '../bits/connection.tsx';

interface WaitingProps {
  /** Why it takes so long; null when there is no trouble that is known of. */
  readonly error: Error | null;
}

/** Before there is anything to show. What comes soon needs no words. */
export const Waiting = ({ error }: WaitingProps) => (
  <main className="waiting" aria-busy="true">
    {error ? <Connection isAway /> : <p role="status">Loading…</p>}
  </main>
);
