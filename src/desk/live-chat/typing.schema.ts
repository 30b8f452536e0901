import type { LivePerson } from '../../chat/live-chat.ts';
import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** Somebody is writing about a ticket, wherever they do. */
export interface TypingRow {
  /** `<ticket>:<user>`. */
  readonly id: string;
  readonly ticketId: number;
  readonly userId: string;
  readonly userType: LivePerson['userType'];
  readonly name: string;
  /** Whoever writes on says so again before that. */
  readonly until: Date;
}

export const TypingSchema = table<TypingRow>({
  name: 'typing',
  columns: {
    id: columns.key(220, { primary: true }),
    ticketId: columns.whole(),
    userId: columns.key(190),
    userType: columns.key(10),
    name: columns.prose(200),
    until: columns.time(),
  },
  indices: [
    { name: 'typing_ticket', columns: ['ticketId'] },
    { name: 'typing_age', columns: ['until'] },
  ],
});
