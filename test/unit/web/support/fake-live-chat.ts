import type { Chatter, LiveChange, LiveChat, LiveMessage, Seat } from '../../../../src/chat/live-chat.ts';
import { plain } from '../../../../src/chat/rich-text.ts';

export const ada: Chatter = { userId: 'u-ada', userType: 'merchant', name: 'Ada', sessionId: 1, accountId: 'u-ada' };
export const bo: Chatter = { userId: 'agent-1', userType: 'agent', name: 'Bo', sessionId: 2, accountId: 'u-bo' };

/** Makes those who call wait until it is opened. */
class Gate {
  #opened: Promise<void> = Promise.resolve();
  #open: () => void = () => undefined;
  /** How many have come to it while it was shut. */
  waiting = 0;

  shut(): void {
    this.waiting = 0;
    this.#opened = new Promise((resolve) => (this.#open = resolve));
  }

  open(): void {
    this.#open();
    this.#opened = Promise.resolve();
  }

  pass(): Promise<void> {
    this.waiting += 1;
    return this.#opened;
  }
}

/** Conversations in memory, whose every answer can be made to wait. */
export class FakeLiveChat implements LiveChat {
  readonly #messages = new Map<number, LiveMessage[]>();
  readonly seats = new Map<string, Seat>();
  readonly said: string[] = [];
  readonly changed: LiveChange[] = [];
  /** Why nothing can be changed. */
  refusal: Error | null = null;
  /** What was read is on its way back. */
  readonly reading = new Map<number, Gate>();
  readonly admitting = new Gate();
  readonly saying = new Gate();
  readonly seating = new Gate();
  readonly keeping = new Gate();
  /** Sessions that are over. */
  readonly over = new Set<number>();

  add(ticketId: number, content: string, isInternal = false): void {
    const messages = this.#messagesOf(ticketId);
    const number = messages.length + 1;
    const sender = { senderId: 'agent-9', senderType: 'agent', senderName: 'Cy' } as const;
    const place = { id: ticketId * 10_000 + number, ticketId, number, version: number };
    const words = {
      content,
      rich: plain(content),
      editedAt: null,
      isDeleted: false,
      changedIn: null,
      files: [],
      reactions: [],
    };
    messages.push({ ...place, ...sender, ...words, timestamp: new Date(0), clientId: null, isInternal });
  }

  /** Something changes about what was said last, in the next version. */
  alter(ticketId: number, change: Partial<LiveMessage>): void {
    const messages = this.#messagesOf(ticketId);
    const last = messages.pop();
    if (last) messages.push({ ...last, ...change, version: last.version + 1 });
  }

  /** Holds back what is read of a ticket from now on. */
  holdReading(ticketId: number): Gate {
    const gate = new Gate();
    gate.shut();
    this.reading.set(ticketId, gate);
    return gate;
  }

  async admit(pass: string): Promise<Chatter | null> {
    await this.admitting.pass();
    return [ada, bo].find(({ userId }) => userId === pass) ?? null;
  }

  findLastVersion(_chatter: Chatter, ticketId: number): Promise<number | null> {
    const messages = this.#messages.get(ticketId);
    return Promise.resolve(messages ? (messages.at(-1)?.version ?? 0) : null);
  }

  async readRecent(ticketId: number, limit: number): Promise<readonly LiveMessage[]> {
    const messages = this.#messagesOf(ticketId).slice(-limit);
    await this.reading.get(ticketId)?.pass();
    return messages;
  }

  async readAfter(ticketId: number, version: number, limit: number): Promise<readonly LiveMessage[]> {
    const messages = this.#messagesOf(ticketId).filter((message) => message.version > version);
    await this.reading.get(ticketId)?.pass();
    return messages.slice(0, limit);
  }

  readRooms: LiveChat['readRooms'] = (ticketIds) =>
    Promise.resolve(
      new Map(
        ticketIds.map((id) => {
          const seats = [...this.seats.values()].filter(({ ticketId }) => ticketId === id);
          const present = new Map(seats.map(({ chatter }) => [chatter.userId, chatter]));
          return [
            id,
            { lastVersion: this.#messagesOf(id).at(-1)?.version ?? 0, present: [...present.values()], typing: [] },
          ];
        }),
      ),
    );

  async say(_chatter: Chatter, ticketId: number, _clientId: string, text: string): Promise<null> {
    await this.saying.pass();
    this.said.push(text);
    this.add(ticketId, text);
    return null;
  }

  change(_chatter: Chatter, _ticketId: number, change: LiveChange): Promise<void> {
    this.changed.push(change);
    return this.refusal === null ? Promise.resolve() : Promise.reject(this.refusal);
  }

  setTyping(): Promise<void> {
    return Promise.resolve();
  }

  async takeSeat(seat: Seat): Promise<void> {
    await this.seating.pass();
    this.seats.set(seat.seatId, seat);
  }

  leaveSeat(seatId: string): Promise<void> {
    this.seats.delete(seatId);
    return Promise.resolve();
  }

  async keepSeats(seats: readonly Seat[]): Promise<readonly Seat[]> {
    await this.keeping.pass();
    const over = seats.filter(({ chatter }) => this.over.has(chatter.sessionId));
    for (const seat of seats) if (!over.includes(seat)) this.seats.set(seat.seatId, seat);
    return over;
  }

  #messagesOf(ticketId: number): LiveMessage[] {
    const messages = this.#messages.get(ticketId) ?? [];
    this.#messages.set(ticketId, messages);
    return messages;
  }
}
