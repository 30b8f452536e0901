import { isBroadcast, tombstoneOf, type Message } from './world-types.ts';

export interface Thread {
  readonly root: Message;
  readonly replies: readonly Message[];
}

/** One channel's messages in the order of their timestamps, removed ones included. */
export class ChannelMessages {
  readonly #byTs = new Map<string, Message>();
  readonly #order: string[] = [];
  readonly #threads = new Map<string, string[]>();

  add(message: Message): void {
    this.#byTs.set(message.ts, message);
    insertInOrder(this.#order, message.ts);
    if (message.threadTs === undefined) return;
    const replies = this.#threads.get(message.threadTs) ?? [];
    this.#threads.set(message.threadTs, insertInOrder(replies, message.ts));
  }

  replace(message: Message): void {
    this.#byTs.set(message.ts, message);
  }

  /** @returns what is left of a thread's first message; undefined when nothing is */
  remove(message: Message, at: number): Message | undefined {
    const left = this.replies(message.ts).length > 0 ? tombstoneOf(message) : undefined;
    this.replace(left ?? { ...message, deletedAt: at });
    return left;
  }

  /** One that still stands. */
  find(ts: string): Message | undefined {
    const message = this.#byTs.get(ts);
    return message?.deletedAt === undefined ? message : undefined;
  }

  all(): Message[] {
    return this.#order.map((ts) => this.#byTs.get(ts)!);
  }

  /** What a reader of the channel sees without opening a thread. */
  inChannel(): Message[] {
    return standing(this.all()).filter((message) => message.threadTs === undefined || isBroadcast(message));
  }

  thread(threadTs: string | undefined): Thread | undefined {
    const root = threadTs === undefined ? undefined : this.find(threadTs);
    return root === undefined ? undefined : { root, replies: this.replies(root.ts) };
  }

  replies(threadTs: string): Message[] {
    return standing((this.#threads.get(threadTs) ?? []).map((ts) => this.#byTs.get(ts)!));
  }
}

const standing = (messages: readonly Message[]): Message[] =>
  messages.filter((message) => message.deletedAt === undefined);

/** Timestamps have a fixed length, so that their text sorts as their time does. Most come in order already. */
function insertInOrder(order: string[], ts: string): string[] {
  let place = order.length;
  while (place > 0 && order[place - 1]! > ts) place -= 1;
  order.splice(place, 0, ts);
  return order;
}
