import {
  KEEP_SEATS_MS,
  type Chatter,
  type LiveChat,
  type LiveMessage,
  type LivePerson,
  type LiveRoom,
  type Seat,
} from '../../../src/chat/live-chat.ts';
import type { Log } from '../../../src/log.ts';
import { createLookout, type Lookout } from '../lookout.ts';
import { show, type ToClient } from './live-protocol.ts';
import { tellPeople, type SeenPeople } from './tell-people.ts';

/** Somebody's page in a ticket's room. */
export interface Guest extends SeenPeople {
  readonly seat: Seat;
  readonly send: (news: ToClient) => void;
  /** Their session is over. */
  readonly dismiss: () => void;
  /** It is shown what comes after this version. */
  readonly from: number;
  /** The version up to which it was sent everything. */
  last: number;
}

/** The guests of one ticket. Each room looks for itself: one that waits for something delays no other. */
interface Room {
  readonly guests: Set<Guest>;
  /** As it was when it was looked at last. */
  now: LiveRoom | undefined;
  readonly lookout: Lookout;
}

export interface LiveRooms {
  /** Resolves when others can see that they are here. */
  join(guest: Guest): Promise<void>;
  leave(guest: Guest): Promise<void>;
  /** Looks now: something has happened here. What other replicas take is seen by the clock. */
  wake(): void;
  stop(): void;
}

/** How soon what another replica took is seen, in ms. */
const LOOK_EVERY_MS = 200;
const AT_ONCE = 100;

/** Brings what happens in tickets to those who follow them: each message once and in order, who is here, who writes. */
export function createLiveRooms(chat: LiveChat, log: Log): LiveRooms {
  const rooms = new Map<number, Room>();
  const bring = async (ticketId: number, { guests, lookout }: Room): Promise<void> => {
    // Whoever comes while this is read may lack something that comes before it: the next look is for them.
    const waiting = [...guests];
    const messages = await chat.readAfter(ticketId, lastOfAll(waiting), AT_ONCE);
    for (const guest of waiting.filter((one) => guests.has(one))) {
      for (const message of messages) deliver(guest, message);
    }
    if (messages.length === AT_ONCE) lookout.wake();
  };

  const openRoom = (ticketId: number): Room => {
    const look = async (): Promise<void> => {
      if (room.guests.size === 0 || !room.now) return;
      if (room.now.lastVersion > lastOfAll([...room.guests])) await bring(ticketId, room);
      tellAll(room.guests, room.now);
    };
    const lookout = createLookout(log, 'cannot bring what was said to a live chat', LOOK_EVERY_MS, look);
    const room: Room = { guests: new Set(), now: undefined, lookout };
    rooms.set(ticketId, room);
    return room;
  };

  const bringNews = async (): Promise<void> => {
    const now = await chat.readRooms([...rooms.keys()]);
    for (const [ticketId, room] of rooms) {
      room.now = now.get(ticketId) ?? room.now;
      room.lookout.wake();
    }
  };

  const isHere = (guest: Guest): boolean => rooms.get(guest.seat.ticketId)?.guests.has(guest) === true;

  const keepSeats = async (): Promise<void> => {
    const guests = [...rooms.values()].flatMap((room) => [...room.guests]);
    const over = new Set(await chat.keepSeats(guests.map(({ seat }) => seat)));
    for (const guest of guests) if (over.has(guest.seat)) guest.dismiss();
    // Whoever left meanwhile may have been shown as here once more.
    for (const guest of guests) if (!isHere(guest)) await chat.leaveSeat(guest.seat.seatId);
  };

  const lookout = createLookout(log, 'cannot read what happens in live chats', LOOK_EVERY_MS, bringNews);
  const keeper = createLookout(log, 'cannot keep up who follows which ticket', KEEP_SEATS_MS, keepSeats);
  const end = (): void => {
    lookout.end();
    keeper.end();
  };

  return {
    async join(guest) {
      const { ticketId } = guest.seat;
      (rooms.get(ticketId) ?? openRoom(ticketId)).guests.add(guest);
      lookout.begin();
      keeper.begin();
      await chat.takeSeat(guest.seat);
      // Something may have been said since its history was read.
      lookout.wake();
    },
    async leave(guest) {
      const { ticketId, seatId } = guest.seat;
      const guests = rooms.get(ticketId)?.guests;
      guests?.delete(guest);
      if (guests?.size === 0) rooms.delete(ticketId);
      if (rooms.size === 0) end();
      await chat.leaveSeat(seatId);
      lookout.wake();
    },
    wake: () => lookout.wake(),
    stop: end,
  };
}

/** How far everybody in the room has got. */
const lastOfAll = (guests: readonly Guest[]): number => Math.min(...guests.map(({ last }) => last));

function deliver(guest: Guest, message: LiveMessage): void {
  if (message.version <= guest.last) return;
  const news = newsOf(guest.seat.chatter, message, guest.last);
  guest.last = message.version;
  if (news) guest.send(news);
}

function tellAll(guests: ReadonlySet<Guest>, room: LiveRoom): void {
  for (const guest of guests) tellPeople(guest, guest.seat.chatter.userId, room, guest.send);
}

/** Whether a message stands there for somebody: it is not deleted, and not kept from them. */
export const stands = ({ userType }: LivePerson, { isInternal, isDeleted }: LiveMessage): boolean =>
  !isDeleted && (userType === 'agent' || !isInternal);

/**
 * What somebody is told about a message who has seen everything up to a version. What they may not see, they are told
 * once to have lost, if they may have seen it; what happens to it after that is no news to them.
 */
export function newsOf(chatter: Chatter, message: LiveMessage, seen: number): ToClient | null {
  if (stands(chatter, message)) return { type: 'chat_message', message: show(message, chatter) };
  return message.changedIn !== null && message.changedIn > seen ? goneOf(message) : null;
}

export const goneOf = ({ ticketId, number, version, clientId }: LiveMessage): ToClient => ({
  type: 'message_deleted',
  ticketId,
  number,
  version,
  ...(clientId !== null && { clientId }),
});
