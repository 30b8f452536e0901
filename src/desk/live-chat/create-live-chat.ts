import { In, IsNull, MoreThan } from 'typeorm';
import type { Chatter, LiveChat, LivePerson, LiveRoom, Seat } from '../../chat/live-chat.ts';
import { readMarkdown } from '../../chat/rich-text/markdown/read-markdown.ts';
import type { Clock } from '../../clock.ts';
import type { Member } from '../../directory/member.schema.ts';
import { scopeOf } from '../../directory/scope.ts';
import { findSecret } from '../../directory/sign-in/secret.schema.ts';
import { findLiveSessions, findSessionById } from '../../directory/sign-in/sign-in.ts';
import { PASS_SECRET, readPass } from '../../directory/sign-in/token.ts';
import { notFound, unauthorized } from '../../errors.ts';
import { inTime } from '../../in-time.ts';
import type { Reader } from '../../storage/unit.ts';
import { findOwnTicket } from '../../tickets/find-ticket.ts';
import { MessageSchema } from '../../tickets/message.schema.ts';
import { TicketSchema } from '../../tickets/ticket.schema.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { passTyping } from '../typing/pass-typing.ts';
import { changeLive } from './change-live.ts';
import { toChatter } from './chatter.ts';
import { keepSeats, leaveSeat, readPresent, readTyping } from './presence.ts';
import { sayLive } from './say-live.ts';
import { viewLive } from './view-live.ts';

/** Whoever waits is told within this time, in ms, that the database does not answer. */
const ANSWER_WITHIN_MS = 2_500;

/** The tickets' conversations as the browser follows them: each sees those of their own merchant, agents see all. */
export function createLiveChat(deps: DeskDeps): LiveChat {
  const { storage, clock } = deps;
  let secret: Promise<string> | undefined;
  const admit = async (pass: string): Promise<Chatter | null> => {
    const key = await (secret ??= findSecret(storage, PASS_SECRET).catch((error: unknown) => {
      secret = undefined;
      throw error;
    }));
    const sessionId = readPass(pass, clock.now(), key);
    if (sessionId === null) return null;
    return storage.read(async (reader) => {
      const signedIn = await findSessionById(clock, reader, sessionId);
      return signedIn && toChatter(reader, signedIn);
    });
  };
  return {
    admit: (pass) => inTime(ANSWER_WITHIN_MS, admit(pass)),
    findLastVersion: (chatter, ticketId) =>
      inTime(
        ANSWER_WITHIN_MS,
        storage.read(async (reader) => {
          const member = await requireMember(clock, reader, chatter);
          return (await findOwnTicket(reader, scopeOf(member), ticketId))?.lastVersion ?? null;
        }),
      ),
    async readRecent(ticketId, limit) {
      const options = { where: { ticketId, deletedAt: IsNull() }, order: { number: 'DESC' }, take: limit } as const;
      const messages = await storage.read((reader) => reader.find(MessageSchema, options));
      return viewLive(deps, ticketId, messages.reverse());
    },
    async readAfter(ticketId, version, limit) {
      const where = { ticketId, version: MoreThan(version) };
      const options = { where, order: { version: 'ASC' }, take: limit } as const;
      const messages = await storage.read((reader) => reader.find(MessageSchema, options));
      return viewLive(deps, ticketId, messages);
    },
    readRooms: (ticketIds) =>
      ticketIds.length === 0 ? Promise.resolve(new Map()) : storage.read((reader) => readRooms(reader, ticketIds)),
    // Should it be written down after all, the same once more changes nothing.
    say: (chatter, ticketId, clientId, typed) =>
      inTime(
        ANSWER_WITHIN_MS,
        storage.unit(async (unit) => {
          const member = await requireMember(clock, unit, chatter);
          return sayLive(deps, unit, ticketId, { member, clientId, text: readMarkdown(typed) });
        }),
      ),
    change: (chatter, ticketId, change) =>
      inTime(
        ANSWER_WITHIN_MS,
        storage.unit(async (unit) => {
          const member = await requireMember(clock, unit, chatter);
          return changeLive(deps, unit, ticketId, member, change);
        }),
      ),
    async setTyping(chatter, ticketId, isTyping) {
      const { userId, userType, name } = chatter;
      const ticket = await storage.read(async (reader) => {
        return findOwnTicket(reader, scopeOf(await requireMember(clock, reader, chatter)), ticketId);
      });
      if (!ticket) throw notFound('ticket');
      // Both sides: what is said here stands on both.
      await passTyping(deps, { ticketId, to: ['merchant', 'agent'], who: { userId, userType, name }, isTyping });
    },
    takeSeat: (seat) => storage.unit((unit) => keepSeats(unit, [seat])),
    async leaveSeat(seatId) {
      await storage.unit((unit) => leaveSeat(unit, seatId));
    },
    keepSeats: (seats) =>
      storage.unit(async (unit) => {
        const alive = await findLiveSessions(clock, unit, seats.map(sessionOf));
        await keepSeats(
          unit,
          seats.filter((seat) => alive.has(sessionOf(seat))),
        );
        return seats.filter((seat) => !alive.has(sessionOf(seat)));
      }),
  };
}

/** A socket outlives the session that opened it. @throws AppError `unauthorized` */
async function requireMember(clock: Clock, reader: Reader, { sessionId }: Chatter): Promise<Member> {
  const signedIn = await findSessionById(clock, reader, sessionId);
  if (!signedIn) throw unauthorized('You were signed out.');
  return signedIn.member;
}

const sessionOf = ({ chatter }: Seat): number => chatter.sessionId;

async function readRooms(reader: Reader, ticketIds: readonly number[]): Promise<ReadonlyMap<number, LiveRoom>> {
  const options = { select: { id: true, lastVersion: true }, where: { id: In([...ticketIds]) } };
  const tickets = await reader.find(TicketSchema, options);
  const present = byTicket(await readPresent(reader, ticketIds));
  const typing = byTicket(await readTyping(reader, ticketIds));
  return new Map(
    tickets.map(({ id, lastVersion }) => [
      id,
      { lastVersion, present: present.get(id) ?? [], typing: typing.get(id) ?? [] },
    ]),
  );
}

function byTicket(people: readonly (LivePerson & { ticketId: number })[]): ReadonlyMap<number, LivePerson[]> {
  const grouped = new Map<number, LivePerson[]>();
  for (const { ticketId, ...person } of people) grouped.set(ticketId, [...(grouped.get(ticketId) ?? []), person]);
  return grouped;
}
