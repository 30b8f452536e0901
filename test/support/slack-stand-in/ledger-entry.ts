interface Happened {
  readonly seq: number;
  readonly at: number;
}

/** Every Web API call or use of a `response_url`, and what the caller got: `ok`, Slack's error code, or the fault that was played. */
export interface CallEntry extends Happened {
  readonly kind: 'call';
  readonly method: string;
  readonly teamId: string | null;
  readonly args: Readonly<Record<string, unknown>>;
  readonly outcome: string;
}

/** Something that Slack took and did, whether or not its answer arrived. */
export interface AcceptedEntry extends Happened {
  readonly kind: 'accepted';
  readonly method: string;
  readonly teamId: string;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  /** Whom alone it was shown to. */
  readonly visibleTo?: string;
  readonly text?: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface EventEntry extends Happened {
  readonly kind: 'event';
  readonly eventId: string;
  readonly event: Readonly<Record<string, unknown>>;
}

export interface DeliveryEntry extends Happened {
  readonly kind: 'delivery';
  readonly eventId: string;
  /** 0 is the first; Slack's x-slack-retry-num from then on. */
  readonly retryNum: number;
  readonly url: string;
  readonly answeredAt: number;
  readonly status: number | null;
  readonly failure?: string;
}

export type LedgerEntry = CallEntry | AcceptedEntry | EventEntry | DeliveryEntry;

export interface LedgerQuery {
  readonly kind?: LedgerEntry['kind'];
  readonly eventId?: string;
  readonly method?: string;
  readonly channel?: string;
  /** Only the newest. */
  readonly last?: number;
}
