import type { LivePerson } from '../../chat/live-chat.ts';
import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** Somebody's page in a ticket's room. A replica that dies leaves its seats behind: they count while they are kept up. */
export interface SeatRow {
  readonly seatId: string;
  readonly ticketId: number;
  readonly userId: string;
  readonly userType: LivePerson['userType'];
  readonly name: string;
  readonly keptAt: Date;
}

export const SeatSchema = table<SeatRow>({
  name: 'live_seat',
  columns: {
    seatId: columns.key(64, { primary: true }),
    ticketId: columns.whole(),
    userId: columns.key(190),
    userType: columns.key(10),
    name: columns.prose(200),
    keptAt: columns.time(),
  },
  indices: [
    { name: 'live_seat_ticket', columns: ['ticketId'] },
    { name: 'live_seat_age', columns: ['keptAt'] },
  ],
});
