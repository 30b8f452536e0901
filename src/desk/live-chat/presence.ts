import type { LivePerson, Seat } from '../../chat/live-chat.ts';
import type { Reader, Unit } from '../../storage/unit.ts';
import { SeatSchema } from './seat.schema.ts';
import { TypingSchema } from './typing.schema.ts';

/* Who is here and who is writing: by the database's clock, since every replica reads what the others wrote. */

/** A seat counts for this long after it was last kept up, in ms: some turns may be missed. */
const SEAT_MS = 35_000;
/** Whoever writes on says so every few seconds. In ms. */
const TYPING_MS = 6_000;
const SEATS_AT_ONCE = 200;

/** Shows these seats as taken from now on; also for those that were taken before. */
export async function keepSeats(unit: Unit, seats: readonly Seat[]): Promise<void> {
  for (let first = 0; first < seats.length; first += SEATS_AT_ONCE) {
    await keepSome(unit, seats.slice(first, first + SEATS_AT_ONCE));
  }
}

async function keepSome(unit: Unit, seats: readonly Seat[]): Promise<void> {
  const { nowMs, onConflict, proposed } = unit.dialect;
  const values = seats.flatMap(({ seatId, ticketId, chatter: { userId, userType, name } }) => [
    seatId,
    ticketId,
    userId,
    userType,
    name,
  ]);
  await unit.execute(
    `INSERT INTO live_seat (seatId, ticketId, userId, userType, name, keptAt)
     VALUES ${seats.map(() => `(?, ?, ?, ?, ?, ${nowMs})`).join(', ')}
     ${onConflict('seatId')} ticketId = ${proposed('ticketId')}, keptAt = ${proposed('keptAt')}`,
    values,
  );
}

export const leaveSeat = (unit: Unit, seatId: string): Promise<number> => unit.remove(SeatSchema, { seatId });

/** Somebody writes, for a few seconds from now; or has stopped. */
export async function markTyping(unit: Unit, ticketId: number, who: LivePerson, isTyping: boolean): Promise<void> {
  const id = `${ticketId}:${who.userId}`;
  if (!isTyping) {
    await unit.remove(TypingSchema, { id });
    return;
  }
  const { nowMs, onConflict, proposed } = unit.dialect;
  await unit.execute(
    `INSERT INTO typing (id, ticketId, userId, userType, name, until)
     VALUES (?, ?, ?, ?, ?, ${nowMs} + ${TYPING_MS}) ${onConflict('id')} until = ${proposed('until')}`,
    [id, ticketId, who.userId, who.userType, who.name],
  );
}

interface PersonInTicket extends LivePerson {
  readonly ticketId: number;
}

/** Who has a page open in which of these tickets; somebody with two pages once. */
export const readPresent = (reader: Reader, ticketIds: readonly number[]): Promise<readonly PersonInTicket[]> =>
  reader.query(
    `SELECT ticketId, userId, MIN(userType) AS userType, MIN(name) AS name FROM live_seat
     WHERE ticketId IN (${marks(ticketIds)}) AND keptAt > ${reader.dialect.nowMs} - ${SEAT_MS}
     GROUP BY ticketId, userId`,
    ticketIds,
  );

/** Who is writing in which of these tickets. */
export const readTyping = (reader: Reader, ticketIds: readonly number[]): Promise<readonly PersonInTicket[]> =>
  reader.query(
    `SELECT ticketId, userId, userType, name FROM typing
     WHERE ticketId IN (${marks(ticketIds)}) AND until > ${reader.dialect.nowMs}`,
    ticketIds,
  );

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** Deletes what no longer counts. */
export async function prunePresence(unit: Unit): Promise<void> {
  const { nowMs } = unit.dialect;
  await unit.execute(`DELETE FROM live_seat WHERE keptAt < ${nowMs} - ${SEAT_MS}`);
  await unit.execute(`DELETE FROM typing WHERE until < ${nowMs}`);
}
