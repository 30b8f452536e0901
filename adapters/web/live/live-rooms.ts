import {
  KEEP_SEATS_MS,
  type LiveChat,
  type LiveMessage,
  type LivePerson,
  type LiveRoom,
  type Seat,
} from '../../../src/chat/live-chat.ts';
import type { Log } from '../../../src/log.ts';
import { createLookout } from '../lookout.ts';
import { show, type ToClient } from './live-protocol.ts';
import { tellPeople, type SeenPeople } from './tell-people.ts';

/** Somebody's page in a ticket's room. */
export interface Guest extends SeenPeople {
  readonly seat: Seat;
  readonly send: (news: ToClient) => void;
  /** Their session is over. */
  readonly dismiss: () => void;
  /** The number of the message that it was sent last. */
  last: number;
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
  const rooms = new Map<number, Set<Guest>>();
  const bring = async (ticketId: number, guests: ReadonlySet<Guest>): Promise<void> => {
    const messages = await chat.readAfter(ticketId, lastOfAll(guests), AT_ONCE);
    for (const guest of guests) for (const message of messages) deliver(guest, message);
    if (messages.length === AT_ONCE) lookout.wake();
  };

  const bringNews = async (): Promise<void> => {
    const now = await chat.readRooms([...rooms.keys()]);
    await Promise.all(
      [...rooms].map(async ([ticketId, guests]) => {
        const room = now.get(ticketId);
        if (!room) return;
        if (room.lastNumber > lastOfAll(guests)) await bring(ticketId, guests);
        tellAll(guests, room);
      }),
    );
  };

  const keepSeats = async (): Promise<void> => {
    const guests = [...rooms.values()].flatMap((room) => [...room]);
    const over = new Set(await chat.keepSeats(guests.map(({ seat }) => seat)));
    for (const guest of guests) if (over.has(guest.seat)) guest.dismiss();
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
      rooms.set(ticketId, (rooms.get(ticketId) ?? new Set()).add(guest));
      lookout.begin();
      keeper.begin();
      await chat.takeSeat(guest.seat);
      // Something may have been said since its history was read.
      lookout.wake();
    },
    async leave(guest) {
      const { ticketId, seatId } = guest.seat;
      const guests = rooms.get(ticketId);
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
const lastOfAll = (guests: ReadonlySet<Guest>): number => Math.min(...[...guests].map(({ last }) => last));

function deliver(guest: Guest, message: LiveMessage): void {
  if (message.number <= guest.last) return;
  guest.last = message.number;
  if (maySee(guest.seat.chatter, message)) guest.send({ type: 'chat_message', message: show(message) });
}

function tellAll(guests: ReadonlySet<Guest>, room: LiveRoom): void {
  for (const guest of guests) tellPeople(guest, guest.seat.chatter.userId, room, guest.send);
}

export const maySee = ({ userType }: LivePerson, { isInternal }: LiveMessage): boolean =>
  userType === 'agent' || !isInternal;
