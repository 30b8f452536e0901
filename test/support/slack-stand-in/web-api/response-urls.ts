import { randomBytes } from 'node:crypto';
import { now } from '../time.ts';
import { ApiError } from './api-error.ts';

/** Where a click was, which is where its `response_url` speaks. */
export interface ClickPlace {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly teamId: string;
}

interface Issued {
  readonly place: ClickPlace;
  readonly at: number;
  uses: number;
}

/** docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const MOST_USES = 5;

/** The addresses by which an app answers a click without a token: whoever knows one may use it, for a while. */
export class ResponseUrls {
  readonly #issued = new Map<string, Issued>();

  constructor(
    private readonly base: () => string,
    private readonly lifeMs: number,
  ) {}

  issue(place: ClickPlace): string {
    const secret = randomBytes(24).toString('base64url');
    this.#issued.set(secret, { place, at: now(), uses: 0 });
    return `${this.base()}/response/${secret}`;
  }

  placeOf(secret: string): ClickPlace | undefined {
    return this.#issued.get(secret)?.place;
  }

  /** Does it if the address still holds, and counts it if it is done. @throws ApiError */
  use<T>(secret: string, act: (place: ClickPlace) => T): T {
    const issued = this.#issued.get(secret);
    if (issued === undefined) throw new ApiError('no_service');
    if (now() - issued.at > this.lifeMs) throw new ApiError('expired_url');
    if (issued.uses >= MOST_USES) throw new ApiError('used_url');
    const done = act(issued.place);
    issued.uses += 1;
    return done;
  }
}
