import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Forgery, HttpResult, ProcessOptions, RepeatRequest, Status } from '../protocol.ts';
import type { Ledger } from '../ledger.ts';
import { now } from '../time.ts';
import type { Workspace } from '../world-types.ts';
import { composeEnvelope, type SlackEvent } from './envelope.ts';
import { sendRequest } from './send-request.ts';
import { forgeRequest, signRequest, type SignedRequest } from './sign-request.ts';

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

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
/** Requests kept for replays. */
const REMEMBERED = 5_000;

/** Brings events to the app as Slack does: signed, at once, again when they were not answered with 2xx in time. */
export class EventDispatcher {
  #appUrls: readonly string[] = [];
  #turn = 0;
  #isHolding = false;
  #held: { readonly outgoing: Outgoing; readonly resolve: (result: HttpResult) => void }[] = [];
  #underWay = 0;
  #count = 0;
  readonly #idPrefix = `Ev${randomBytes(3).toString('hex').toUpperCase()}`;
  readonly #remembered = new Map<string, { readonly body: string; readonly request?: SignedRequest }>();

  constructor(
    private readonly options: ProcessOptions,
    private readonly ledger: Ledger,
  ) {}

  setAppUrls(urls: readonly string[]): void {
    this.#appUrls = urls;
  }

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
    const request = signRequest({ contentType: JSON_TYPE, body }, this.options.signingSecret);
    return this.#sendCopies(eventId, request, copies, to);
  }

  /** The very bytes and headers of the first attempt once more, as an eavesdropper would send them. */
  replay({ eventId, copies = 1, to }: RepeatRequest): Promise<HttpResult[]> {
    const { request } = this.#recall(eventId);
    if (request === undefined) throw new Error(`Event ${eventId} was not sent yet.`);
    return this.#sendCopies(eventId, request, copies, to);
  }

  forge(event: SlackEvent, workspace: Workspace, how: Forgery, to?: number): Promise<HttpResult> {
    const { eventId, body } = this.#compose(event, workspace);
    const request = forgeRequest({ contentType: JSON_TYPE, body }, this.options.signingSecret, how);
    return this.#attempt(eventId, request, 0, this.#eventsUrl(to));
  }

  sendForm(path: string, fields: Readonly<Record<string, string>>, to?: number): Promise<HttpResult> {
    const body = new URLSearchParams(fields).toString();
    const request = signRequest({ contentType: FORM_TYPE, body }, this.options.signingSecret);
    return sendRequest(`${this.#appUrl(to)}${path}`, request, this.options.answerTimeoutMs);
  }

  status(): Status {
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
    if (delivery.delayMs !== undefined) await sleep(delivery.delayMs);
    const delays = delivery.retry === false ? [] : this.options.retryDelaysMs;
    let result = await this.#sendFirst(eventId, body, delivery.to);
    onFirst(result);
    for (const [index, delay] of delays.entries()) {
      if (result.failure === undefined || result.noRetry === true) return;
      await sleep(delay);
      result = await this.#sendRepeat(eventId, body, index + 1, result.failure, delivery.to);
    }
  }

  #sendFirst(eventId: string, body: string, to: number | undefined): Promise<HttpResult> {
    const request = signRequest({ contentType: JSON_TYPE, body }, this.options.signingSecret);
    this.#remember(eventId, { body, request });
    return this.#attempt(eventId, request, 0, this.#eventsUrl(to));
  }

  #sendRepeat(eventId: string, body: string, num: number, reason: string, to?: number): Promise<HttpResult> {
    const { headers } = signRequest({ contentType: JSON_TYPE, body }, this.options.signingSecret);
    const repeat = { ...headers, 'x-slack-retry-num': String(num), 'x-slack-retry-reason': reason };
    return this.#attempt(eventId, { headers: repeat, body }, num, this.#eventsUrl(to));
  }

  #sendCopies(eventId: string, request: SignedRequest, copies: number, to?: number): Promise<HttpResult[]> {
    return Promise.all(Array.from({ length: copies }, () => this.#attempt(eventId, request, 0, this.#eventsUrl(to))));
  }

  async #attempt(eventId: string, request: SignedRequest, retryNum: number, url: string): Promise<HttpResult> {
    const result = await sendRequest(url, request, this.options.answerTimeoutMs);
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

  #remember(eventId: string, what: { readonly body: string; readonly request?: SignedRequest }): void {
    this.#remembered.set(eventId, what);
    if (this.#remembered.size <= REMEMBERED) return;
    const [oldest] = this.#remembered.keys();
    this.#remembered.delete(oldest!);
  }

  #recall(eventId: string): { readonly body: string; readonly request?: SignedRequest } {
    const remembered = this.#remembered.get(eventId);
    if (remembered === undefined) throw new Error(`No event ${eventId} is remembered.`);
    return remembered;
  }

  #eventsUrl(to: number | undefined): string {
    return `${this.#appUrl(to)}${this.options.eventsPath}`;
  }

  /** Without an app nobody is at home: connecting to port 1 fails as it would to an app that is down. */
  #appUrl(to: number | undefined): string {
    if (this.#appUrls.length === 0) return 'http://127.0.0.1:1';
    if (to === undefined) this.#turn += 1;
    return this.#appUrls[(to ?? this.#turn - 1) % this.#appUrls.length]!;
  }
}
