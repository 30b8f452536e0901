import type { RichText } from './rich-text.ts';

/** Somebody who takes part in a ticket's conversation, as the others in it see them. */
export interface LivePerson {
  /** The same as the `senderId` of what they say. */
  readonly userId: string;
  readonly userType: 'merchant' | 'agent';
  readonly name: string;
}

/** Somebody who is signed in and chats about tickets in the browser. */
export interface Chatter extends LivePerson {
  readonly sessionId: number;
  /** Their own account here, as whoever they are to the others. */
  readonly accountId: string;
}

/** One page of somebody's in a ticket's room. */
export interface Seat {
  readonly seatId: string;
  readonly ticketId: number;
  readonly chatter: Chatter;
}

/** A message of a ticket as those who chat see it, wherever it was said. */
export interface LiveMessage {
  readonly id: number;
  readonly ticketId: number;
  /** Order in the ticket, without gaps. */
  readonly number: number;
  /** Grows with each change in the ticket: whoever has seen version n asks for what came after n. */
  readonly version: number;
  readonly senderId: string;
  readonly senderType: LivePerson['userType'];
  readonly senderName: string;
  /** As it is seen without its formatting. */
  readonly content: string;
  readonly rich: RichText;
  readonly timestamp: Date;
  /** What the page that said it called it; null when it was not said in a live chat. */
  readonly clientId: string | null;
  /** Only agents may see it. */
  readonly isInternal: boolean;
  /** When it got the words that it has; null while they are its first. */
  readonly editedAt: Date | null;
  /** It was taken back, and has no words left. */
  readonly isDeleted: boolean;
  /**
   * The version in which it was edited, hidden, deleted or brought back last: those who may not see it now may have
   * seen it before that. Null while it is as it was said.
   */
  readonly changedIn: number | null;
  readonly files: readonly LiveFile[];
  /** What stands on it, wherever it was put. */
  readonly reactions: readonly LiveReaction[];
}

/** A file of a message. */
export interface LiveFile {
  readonly name: string;
  readonly bytes: number | null;
  /** Where it can be read, for a day; null for one that was left out. */
  readonly url: string | null;
}

/** An emoji on a message. */
export interface LiveReaction {
  /** The Unicode emoji, or a platform's short name where there is none. */
  readonly emoji: string;
  readonly count: number;
  /** The accounts of those of them who put it there in a live chat, and can take it off there. */
  readonly accountIds: readonly string[];
}

/** What somebody wants done with a message of a ticket, by its number. */
export type LiveChange =
  /** It says something else, typed as Markdown. The same `clientId` does it once, however often it comes. */
  | { readonly kind: 'edit'; readonly number: number; readonly clientId: string; readonly typed: string }
  | { readonly kind: 'delete'; readonly number: number }
  | { readonly kind: 'react'; readonly number: number; readonly emoji: string; readonly isOn: boolean };

/** Where a ticket's conversation has got to, and who takes part in it just now, on whichever replica. */
export interface LiveRoom {
  readonly lastVersion: number;
  readonly present: readonly LivePerson[];
  readonly typing: readonly LivePerson[];
}

/** The tickets' conversations, for those who follow them in the browser. */
export interface LiveChat {
  /** Who bears a pass; null for one that is forged or over. */
  admit(pass: string): Promise<Chatter | null>;
  /**
   * The version that a ticket has reached which this person may follow; null for any other ticket.
   * @throws AppError `unauthorized` when their session is over
   */
  findLastVersion(chatter: Chatter, ticketId: number): Promise<number | null>;
  /** The latest messages that stand there, in the order of their numbers. */
  readRecent(ticketId: number, limit: number): Promise<readonly LiveMessage[]>;
  /** What was said or changed after a version, in the order of versions. */
  readAfter(ticketId: number, version: number, limit: number): Promise<readonly LiveMessage[]>;
  /** The rooms of these tickets as they are now; one that does not exist is not in it. */
  readRooms(ticketIds: readonly number[]): Promise<ReadonlyMap<number, LiveRoom>>;
  /**
   * Says something, typed as Markdown, in a ticket that this person may follow. The same `clientId` says it once,
   * however often it comes.
   * @returns its version if it was said before; null when this is the first time
   * @throws AppError `not_found` for any other ticket, `forbidden` or `conflict` where nothing can be said,
   * `unauthorized` when their session is over
   */
  say(chatter: Chatter, ticketId: number, clientId: string, typed: string): Promise<number | null>;
  /**
   * Edits or deletes what this person said in a live chat, or puts an emoji on anything that they may see. Once more
   * is the same as once.
   * @throws AppError `not_found` for what they may not see, `forbidden` for the words of somebody else, `conflict`
   * where nothing can be changed any more, `unauthorized` when their session is over
   */
  change(chatter: Chatter, ticketId: number, change: LiveChange): Promise<void>;
  /**
   * Lets the others see for a few seconds that somebody is writing, or at once that they have stopped.
   * @throws AppError `not_found` for any other ticket, `unauthorized` when their session is over
   */
  setTyping(chatter: Chatter, ticketId: number, isTyping: boolean): Promise<void>;
  /** Shows others that somebody is here. It must be kept up every `KEEP_SEATS_MS`. */
  takeSeat(seat: Seat): Promise<void>;
  leaveSeat(seatId: string): Promise<void>;
  /** @returns those of the seats that are over: their session has ended or was revoked */
  keepSeats(seats: readonly Seat[]): Promise<readonly Seat[]>;
}

/** How often seats are kept up, in ms. */
export const KEEP_SEATS_MS = 10_000;
