import type { Forgery, ProcessOptions } from '../protocol.ts';
import { sendRequest } from './send-request.ts';
import { forgeRequest, signRequest, type SignedRequest } from './sign-request.ts';
import type { Sending, Sent, Way } from './way.ts';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

type HttpOptions = Pick<ProcessOptions, 'signingSecret' | 'answerTimeoutMs' | 'eventsPath'>;

/** Signed requests to the addresses of the app's replicas. */
export class HttpWay implements Way {
  #appUrls: readonly string[] = [];
  #turn = 0;

  constructor(private readonly options: HttpOptions) {}

  setAppUrls(urls: readonly string[]): void {
    this.#appUrls = urls;
  }

  sendEvent(body: string, { to, repeat, signedAt }: Sending = {}): Promise<Sent> {
    const signed = signRequest({ contentType: JSON_TYPE, body }, this.options.signingSecret, signedAt);
    const headers = repeat && { 'x-slack-retry-num': String(repeat.num), 'x-slack-retry-reason': repeat.reason };
    return this.#send({ body, headers: { ...signed.headers, ...headers } }, this.options.eventsPath, to);
  }

  /** An event that Slack never sent. */
  forgeEvent(body: string, how: Forgery, to?: number): Promise<Sent> {
    const forged = forgeRequest({ contentType: JSON_TYPE, body }, this.options.signingSecret, how);
    return this.#send(forged, this.options.eventsPath, to);
  }

  sendForm(path: string, fields: Readonly<Record<string, string>>, to?: number): Promise<Sent> {
    const body = new URLSearchParams(fields).toString();
    return this.#send(signRequest({ contentType: FORM_TYPE, body }, this.options.signingSecret), path, to);
  }

  async #send(request: SignedRequest, path: string, to: number | undefined): Promise<Sent> {
    const url = `${this.#appUrl(to)}${path}`;
    return { result: await sendRequest(url, request, this.options.answerTimeoutMs), url };
  }

  /** Without an app nobody is at home: connecting to port 1 fails as it would to an app that is down. */
  #appUrl(to: number | undefined): string {
    if (this.#appUrls.length === 0) return 'http://127.0.0.1:1';
    if (to === undefined) this.#turn += 1;
    return this.#appUrls[(to ?? this.#turn - 1) % this.#appUrls.length]!;
  }
}
