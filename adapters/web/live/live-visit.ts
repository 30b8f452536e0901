import { randomUUID } from 'node:crypto';
import type { RawData, WebSocket } from 'ws';
import type { Chatter, LiveChat } from '../../../src/chat/live-chat.ts';
import { AppError, messageOf } from '../../../src/errors.ts';
import type { Log } from '../../../src/log.ts';
import { readFrame } from '../sockets/read-frame.ts';
import { BAD_TOKEN, fromClient, show, type ChangeFrame, type FromClient, type ToClient } from './live-protocol.ts';
import { goneOf, newsOf, stands, type Guest, type LiveRooms } from './live-rooms.ts';
import { changeOf } from './read-change.ts';
import { NOBODY } from './tell-people.ts';

/** Messages that somebody is shown who comes without having seen any. */
const RECENT = 50;
/** Most that somebody is sent at once who was away; the rest follows. */
const MOST_AT_ONCE = 500;
/** Bytes that may wait for a page that reads slowly. What it misses it gets when it comes back. */
const MOST_WAITING = 1024 * 1024;
/** Frames of a page that may wait for their turn; then nothing more is read from it. */
const MOST_UNDONE = 32;

const JOIN_FIRST = 'Join a ticket first: {"type":"join_ticket","ticketId":…}.';

/** One page in live chat: it follows one ticket at a time. What it sends is done in order. */
export class LiveVisit {
  #guest: Guest | undefined;
  #work: Promise<void> = Promise.resolve();
  #undone = 0;

  constructor(
    private readonly chat: LiveChat,
    private readonly rooms: LiveRooms,
    private readonly chatter: Chatter,
    private readonly socket: WebSocket,
    private readonly log: Log,
  ) {
    socket.on('message', (data, isBinary) => this.#queue(() => this.#take(data, isBinary)));
    socket.on('close', () => this.#queue(() => this.#leave()));
  }

  /**
   * Greets the page, and takes it into a ticket's room when it asks for one; what it sends meanwhile waits.
   * @throws what keeps it out and is not its own fault
   */
  async begin(clientId: string, ticketId: number | null, after: number): Promise<void> {
    const { userId, userType } = this.chatter;
    this.#send({ type: 'connection_established', clientId, userId, userType });
    if (ticketId === null) return;
    await new Promise<void>((resolve, reject) => {
      this.#queue(() => this.join(ticketId, after).then(resolve, reject));
    });
  }

  /** @param after the last version that the page has seen; NaN when it has seen none */
  async join(ticketId: number, after: number): Promise<void> {
    await this.#leave();
    const lastVersion = Number.isSafeInteger(ticketId) ? await this.chat.findLastVersion(this.chatter, ticketId) : null;
    if (lastVersion === null) {
      this.#refuse('There is no such ticket among yours.');
      return;
    }
    const { messages, from, last } = await this.#readHistory(ticketId, after, lastVersion);
    const standing = messages.filter((message) => stands(this.chatter, message));
    // What comes after it counts against what may wait; a long history on a slow line does not.
    const shown = standing.map((message) => show(message, this.chatter));
    await this.#flush({ type: 'recent_messages', ticketId, messages: shown });
    for (const message of messages) {
      const gone = standing.includes(message) ? null : newsOf(this.chatter, message, from);
      if (gone) this.#send(gone);
    }
    // The page may have gone meanwhile.
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.#guest = {
      ...NOBODY,
      seat: { seatId: randomUUID(), ticketId, chatter: this.chatter },
      send: (news) => this.#send(news),
      dismiss: () => this.#dismiss(),
      from,
      last,
    };
    await this.rooms.join(this.#guest);
  }

  async #readHistory(ticketId: number, after: number, lastVersion: number) {
    if (Number.isSafeInteger(after) && after >= 0) {
      // A version that is not there yet would hide what is said until then.
      const from = Math.min(after, lastVersion);
      const messages = await this.chat.readAfter(ticketId, from, MOST_AT_ONCE);
      return { messages, from, last: messages.at(-1)?.version ?? from };
    }
    const messages = await this.chat.readRecent(ticketId, RECENT);
    const oldest = Math.min(lastVersion + 1, ...messages.map(({ version }) => version));
    return { messages, from: oldest - 1, last: lastVersion };
  }

  async #leave(): Promise<void> {
    const guest = this.#guest;
    this.#guest = undefined;
    if (guest) await this.rooms.leave(guest);
  }

  /** One thing after another; a page that sends faster than its words can be written down waits. */
  #queue(work: () => Promise<void>): void {
    this.#undone += 1;
    if (this.#undone === MOST_UNDONE) this.socket.pause();
    this.#work = this.#work.then(work).then(
      () => this.#done(),
      (error: unknown) => {
        this.log.warn({ err: messageOf(error) }, 'a live chat could not be left; its seat will lapse');
        this.#done();
      },
    );
  }

  #done(): void {
    this.#undone -= 1;
    if (this.#undone === MOST_UNDONE - 1) this.socket.resume();
  }

  async #take(data: RawData, isBinary: boolean): Promise<void> {
    const sent = isBinary ? undefined : readFrame(data);
    const read = fromClient.safeParse(sent);
    const clientId = clientIdIn(sent);
    if (!read.success) {
      this.#refuse(read.error.issues[0]?.message ?? 'This is not understood.', clientId);
      return;
    }
    try {
      await this.#do(read.data);
    } catch (error) {
      if (error instanceof AppError) {
        if (error.code === 'unauthorized') this.#dismiss();
        else this.#refuse(error.message, clientId);
        return;
      }
      this.log.error({ err: messageOf(error) }, 'a live message could not be taken');
      this.#refuse('This could not be written down just now. Nothing was lost: please send it again.', clientId);
    }
  }

  #do(sent: FromClient): Promise<void> {
    switch (sent.type) {
      case 'join_ticket':
        return this.join(sent.ticketId, sent.after ?? NaN);
      case 'leave_ticket':
        return this.#leave();
      case 'typing_indicator':
        return this.#tellTyping(sent.isTyping);
      case 'chat_message':
        return this.#say(sent.content, sent.clientId ?? randomUUID());
      case 'edit_message':
      case 'delete_message':
      case 'react':
        return this.#change(sent);
    }
  }

  async #say(content: string, clientId: string): Promise<void> {
    if (!this.#guest) {
      this.#refuse(JOIN_FIRST, clientId);
      return;
    }
    const { seat, from } = this.#guest;
    const { ticketId } = seat;
    const before = await this.chat.say(this.chatter, ticketId, clientId, content);
    this.rooms.wake();
    if (before !== null) await this.#showAgain(ticketId, before, from);
  }

  /** Whoever says again what was said before this page came has not seen that it was taken; or that it is gone. */
  async #showAgain(ticketId: number, version: number, from: number): Promise<void> {
    const [message] = await this.chat.readAfter(ticketId, version - 1, 1);
    if (!message) return;
    if (!stands(this.chatter, message)) this.#send(goneOf(message));
    else if (version <= from) this.#send({ type: 'chat_message', message: show(message, this.chatter) });
  }

  async #change(sent: ChangeFrame): Promise<void> {
    const { clientId } = sent;
    if (!this.#guest) {
      this.#refuse(JOIN_FIRST, clientId);
      return;
    }
    await this.chat.change(this.chatter, this.#guest.seat.ticketId, changeOf(sent));
    this.rooms.wake();
    if (clientId !== undefined) this.#send({ type: 'change_taken', clientId });
  }

  async #tellTyping(isTyping: boolean): Promise<void> {
    if (!this.#guest) {
      this.#refuse(JOIN_FIRST);
      return;
    }
    await this.chat.setTyping(this.chatter, this.#guest.seat.ticketId, isTyping);
    this.rooms.wake();
  }

  /** @param clientId of the message that it is about */
  #refuse(reason: string, clientId?: string): void {
    this.#send({ type: 'error', message: reason, ...(clientId !== undefined && { clientId }) });
  }

  /** Their session is over. */
  #dismiss(): void {
    this.socket.close(BAD_TOKEN, 'You were signed out.');
  }

  /** Resolves when it has left the process, or the page has gone. */
  #flush(news: ToClient): Promise<void> {
    return new Promise((resolve) => this.socket.send(JSON.stringify(news), () => resolve()));
  }

  #send(news: ToClient): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > MOST_WAITING) this.socket.terminate();
    else this.socket.send(JSON.stringify(news));
  }
}

const LONGEST_CLIENT_ID = 64;

function clientIdIn(sent: unknown): string | undefined {
  if (typeof sent !== 'object' || sent === null || !('clientId' in sent)) return undefined;
  const { clientId } = sent;
  return typeof clientId === 'string' && clientId.length <= LONGEST_CLIENT_ID ? clientId : undefined;
}
