import './status-chip.css';
import { wordsFor, type TicketStatus } from './status.ts';

export function StatusChip({ status, isAtDesk }: { readonly status: TicketStatus; readonly isAtDesk: boolean }) {
  const { words, tone } = wordsFor(status, isAtDesk);
  return <span className={`chip chip-${tone}`}>{words}</span>;
}
