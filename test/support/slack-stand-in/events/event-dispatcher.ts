import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Forgery, HttpResult, ProcessOptions, RepeatRequest, Status } from '../protocol.ts';
import type { Ledger } from '../ledger.ts';
import { now } from '../time.ts';
import type { Workspace } from '../world-types.ts';
import { composeEnvelope, type SlackEvent } from './envelope.ts';
import type { HttpWay } from './http-way.ts';
import type { Sending, Sent, Way } from './way.ts';

interface Outgoing {
  readonly eventId: string;
  readonly body: string;
  readonly delivery: Delivery;
}

export interface Dispatched {
  readonly eventId: string;
  /** What the first copy's first attempt came to. */
  readonly first: Promise<HttpResult>;
}

/** An event as it went out. */
interface Remembered {
  readonly body: string;
  /** When it was first sent, in seconds of the epoch. */
  readonly signedAt?: number;
}

/** Events kept for replays. */
const REMEMBERED = 5_000;

/** Brings events to the app as Slack does: at once, again when they were not answered with 2xx in time. */
export class EventDispatcher {
  #isHolding = false;
  #held: { readonly outgoing: Outgoing; readonly resolve: (result: HttpResult) => void }[] = [];
  #underWay = 0;
  #count = 0;
  readonly #idPrefix = `Ev${randomBytes(3).toString('hex').toUpperCase()}`;
  readonly #remembered = new Map<string, Remembered>();

  /** @param http where anybody can send something, also when Slack's own way is another */
  constructor(
    private readonly options: Pick<ProcessOptions, 'retryDelaysMs'>,
    private readonly ledger: Ledger,
    private readonly way: Way,
    private readonly http: HttpWay,
  ) {}

  dispatch(event: SlackEvent, workspace: Workspace, delivery: Delivery = {}): Dispatched {
    const outgoing = { ...this.#compose(event, workspace), delivery };
    this.ledger.record({ kind: 'event', at: now(), eventId: outgoing.eventId, event });
    const first =
      delivery.hold === true || this.#isHolding
        ? new Promise<HttpResult>((resolve) => this.#held.push({ outgoing, resolve }))
        : this.#deliver(outgoing);
    return { eventId: outgoing.eventId, first };
  }

  hold(): void {
    this.#isHolding = true;
  }

  /** Sends what was held, one after another, each after the one before was answered. */
  async release(eventIds?: readonly string[]): Promise<void> {
    if (eventIds === undefined) this.#isHolding = false;
    const wanted = eventIds ?? this.#held.map(({ outgoing }) => outgoing.eventId);
    for (const eventId of wanted) {
      const held = this.#held.find(({ outgoing }) => outgoing.eventId === eventId);
      if (held === undefined) throw new Error(`Event ${eventId} is not held.`);
      this.#held = this.#held.filter((other) => other !== held);
      held.resolve(await this.#deliver(held.outgoing));
    }
  }

  /** The same event once more, with a signature of now, as Slack's own repeats are. */
  redeliver({ eventId, copies = 1, to }: RepeatRequest): Promise<HttpResult[]> {
    const { body } = this.#recall(eventId);
    return this.#sendCopies(eventId, body, copies, { to });
  }

  /** The very bytes and headers of the first attempt once more, as an eavesdropper would send them. */
  replay({ eventId, copies = 1, to }: RepeatRequest): Promise<HttpResult[]> {
    const { body, signedAt } = this.#recall(eventId);
    if (signedAt === undefined) throw new Error(`Event ${eventId} was not sent yet.`);
    return this.#sendCopies(eventId, body, copies, { to, signedAt });
  }

  forge(event: SlackEvent, workspace: Workspace, how: Forgery, to?: number): Promise<HttpResult> {
    const { eventId, body } = this.#compose(event, workspace);
    return this.#record(eventId, 0, this.http.forgeEvent(body, how, to));
  }

  async sendForm(path: string, fields: Readonly<Record<string, string>>, to?: number): Promise<HttpResult> {
    return (await this.way.sendForm(path, fields, to)).result;
  }

  status(): Omit<Status, 'sockets'> {
    return { deliveriesUnderWay: this.#underWay, held: this.#held.length };
  }

  #compose(event: SlackEvent, workspace: Workspace): { eventId: string; body: string } {
    this.#count += 1;
    const eventId = `${this.#idPrefix}${String(this.#count).padStart(6, '0')}`;
    const body = JSON.stringify(composeEnvelope(event, workspace, eventId));
    this.#remember(eventId, { body });
    return { eventId, body };
  }

  #deliver(outgoing: Outgoing): Promise<HttpResult> {
    const copies = Array.from({ length: outgoing.delivery.copies ?? 1 }, () => this.#deliverCopy(outgoing));
    return copies[0]!;
  }

  #deliverCopy(outgoing: Outgoing): Promise<HttpResult> {
    return new Promise((resolve) => {
      this.#underWay += 1;
      void this.#insist(outgoing, resolve).finally(() => {
        this.#underWay -= 1;
      });
    });
  }

  async #insist({ eventId, body, delivery }: Outgoing, onFirst: (result: HttpResult) => void): Promise<void> {
    const { to, delayMs, retry } = delivery;
    if (delayMs !== undefined) await sleep(delayMs);
    const delays = retry === false ? [] : this.options.retryDelaysMs;
    let result = await this.#sendFirst(eventId, body, to);
    onFirst(result);
    for (const [index, delay] of delays.entries()) {
      if (result.failure === undefined || result.noRetry === true) return;
      await sleep(delay);
      const repeat = { num: index + 1, reason: result.failure };
      result = await this.#record(eventId, repeat.num, this.way.sendEvent(body, { to, repeat }));
    }
  }

  #sendFirst(eventId: string, body: string, to: number | undefined): Promise<HttpResult> {
    const signedAt = Math.floor(Date.now() / 1000);
    this.#remember(eventId, { body, signedAt });
    return this.#record(eventId, 0, this.way.sendEvent(body, { to, signedAt }));
  }

  #sendCopies(eventId: string, body: string, copies: number, how: Sending): Promise<HttpResult[]> {
    const send = (): Promise<HttpResult> => this.#record(eventId, 0, this.way.sendEvent(body, how));
    return Promise.all(Array.from({ length: copies }, send));
  }

  async #record(eventId: string, retryNum: number, sending: Promise<Sent>): Promise<HttpResult> {
    const { result, url } = await sending;
    const { status, sentAt, answeredAt, failure } = result;
    this.ledger.record({
      kind: 'delivery',
      at: sentAt,
      eventId,
      retryNum,
      url,
      answeredAt,
      status,
      ...(failure === undefined ? {} : { failure }),
    });
    return result;
  }

  #remember(eventId: string, what: Remembered): void {
    this.#remembered.set(eventId, what);
    if (this.#remembered.size <= REMEMBERED) return;
    const [oldest] = this.#remembered.keys();
    this.#remembered.delete(oldest!);
  }

  #recall(eventId: string): Remembered {
    const remembered = this.#remembered.get(eventId);
    if (remembered === undefined) throw new Error(`No event ${eventId} is remembered.`);
    return remembered;
  }
}
