import type { HttpResult } from '../protocol.ts';

/** By what way Slack reaches the app: requests to its address, or envelopes on the sockets that it has opened. */
export interface Way {
  /** @param body the event in its envelope, as JSON. Never rejects */
  sendEvent(body: string, how?: Sending): Promise<Sent>;
  /** A command (its fields) or an interaction (one field: `payload`), by the path of its URL. Never rejects */
  sendForm(path: string, fields: Readonly<Record<string, string>>, to?: number): Promise<Sent>;
}

export interface Sending {
  /** Which of the app's addresses or sockets; otherwise they take turns. */
  readonly to?: number | undefined;
  /** Of a repeat: the how manieth it is, and what became of the attempt before. */
  readonly repeat?: { readonly num: number; readonly reason: string };
  /** What a signature tells of its time, in seconds of the epoch; now by default. */
  readonly signedAt?: number | undefined;
}

/** What came of it, and where it went. */
export interface Sent {
  readonly result: HttpResult;
  readonly url: string;
}
