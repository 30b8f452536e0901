import { isOver } from './status.ts';
import type { Ticket } from './ticket.ts';

/** Who looks at a ticket, in a few words; null when there is nothing to say. */
export function whoLooks({ agentName, status }: Ticket): string | null {
  if (isOver(status)) return agentName && `${agentName} looked after it`;
  return agentName === null ? 'Nobody has taken it yet' : `${agentName} is looking at it`;
}
